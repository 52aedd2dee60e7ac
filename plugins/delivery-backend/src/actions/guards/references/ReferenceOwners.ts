import type { Entity } from '@backstage/catalog-model';
import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
  matchesPattern,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  GuardContext,
  GuardedObject,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { ApplyRules, EnvironmentConfig } from '../../../config';
import type { ClusterObjects } from '../../apply/ClusterObjects';
import { isGenerated } from '../../apply/generatedSecret';
import type { GeneratedSecrets } from '../../apply/GeneratedSecrets';
import type { ServedKinds } from '../../apply/ServedKinds';
import { liveMetadata, ownerMarkOf } from '../liveMetadata';
import type { ObjectMetadata } from '../liveMetadata';
import type { ClusterFacts } from './ClusterFacts';
import type { ObjectOwners } from '../ObjectOwners';
import type { Reference } from './reference';
import { kindOf, referencesOf, referencesPerKind } from './referencesPerKind';

/** A reference to an object, with the namespace of the object. */
export interface ObjectReference {
  kind: string;
  name: string;
  namespace: string;
}

/** A checked object, and the service that it is written for. */
export interface Subject {
  object: GuardedObject;
  entity: Entity;
  environment: EnvironmentConfig;
  isDraft: boolean;
  signal: AbortSignal;
}

/** Objects that exist in every namespace, and that every pod has anyway. */
const BUILT_IN = ['/ServiceAccount default', '/ConfigMap kube-root-ca.crt'];

/** Names and groups that are one segment of a path, and that no pattern contains. */
const SEGMENT = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

const existingSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
});

/** Finds out whether objects belong to a service. */
export class ReferenceOwners {
  readonly #options: Parameters<typeof ReferenceOwners.create>[0];

  static create(options: {
    objects: Pick<ClusterObjects, 'read'>;
    served: Pick<ServedKinds, 'find'>;
    secrets: Pick<GeneratedSecrets, 'belongsTo'>;
    facts: ClusterFacts;
    rules: ApplyRules;
    environments: EnvironmentConfig[];
    objectOwners: Pick<ObjectOwners, 'of' | 'ownsId'>;
  }): ReferenceOwners {
    return new ReferenceOwners(options);
  }

  private constructor(options: Parameters<typeof ReferenceOwners.create>[0]) {
    this.#options = options;
  }

  /** What a guard checks; undefined for an action without an object to write, or before the cluster has been read. */
  subjectOf({
    object,
    entity,
    isDraft,
    signal,
  }: GuardContext): Subject | undefined {
    if (!entity || object?.operation !== 'write' || !object.isRead) {
      return undefined;
    }
    const environment = this.#options.environments.find(
      ({ name }) => name === object.environment,
    );
    return environment && { object, entity, environment, isDraft, signal };
  }

  /**
   * Whether a service may refer to an object: the request writes it, it is shared, the
   * existing object or a running workload of the service refers to it already, or it
   * names the service as its owner.
   */
  async mayReferTo(
    reference: ObjectReference,
    subject: Subject,
  ): Promise<boolean> {
    const { object, environment, isDraft } = subject;
    const isLocal = reference.namespace === object.manifest.metadata.namespace;
    if (await this.isShared(reference, subject)) return true;
    if (!isLocal) return false;
    if (
      isWritten(reference, object) ||
      environment.trustDomain === 'namespace' ||
      BUILT_IN.includes(`${reference.kind} ${reference.name}`) ||
      refersTo(existingReferences(object), reference)
    ) {
      return true;
    }
    // Existing objects are not revealed to a service that the catalog does not have.
    return (
      !isDraft &&
      ((await this.owns(reference, subject)) ||
        (await this.#isUsed(reference, subject)))
    );
  }

  /** Whether a running workload of the service refers to an object, so that the service has it already. */
  async #isUsed(
    reference: ObjectReference,
    subject: Subject,
  ): Promise<boolean> {
    const { namespace } = reference;
    const { cluster } = subject.environment;
    const seen = this.#options.facts.in(cluster, namespace);
    for (const { kind, name, labels, entity: named } of seen?.workloads ?? []) {
      const annotations: Record<string, string> =
        named === undefined ? {} : { [FAIRWAY_ENTITY]: named };
      const known = Object.keys(referencesPerKind).find(each =>
        each.endsWith(`/${kind}`),
      );
      if (!known || !(await this.isOwn({ labels, annotations }, subject))) {
        continue;
      }
      const workload = { kind: known, namespace, name };
      const existing = await this.#read(workload, subject);
      if (refersTo(referencesIn(existing), reference)) return true;
    }
    return false;
  }

  /** Whether configuration shares an object with all services. */
  async isShared(
    { kind, name, namespace }: ObjectReference,
    subject: Subject,
  ): Promise<boolean> {
    const own = subject.object.manifest.metadata.namespace;
    for (const shared of this.#options.rules.shared) {
      if (
        shared.kind === kind &&
        (await this.matches(shared.name, name, subject)) &&
        (await this.matches(shared.namespace ?? own, namespace, subject))
      ) {
        return true;
      }
    }
    return false;
  }

  /** Whether a pattern of the configuration matches, with the id of an entity if the entity alone owns it. */
  async matches(
    pattern: string,
    text: string,
    { entity, isDraft }: Pick<Subject, 'entity' | 'isDraft'>,
  ): Promise<boolean> {
    if (!pattern.includes('{id}')) return matchesPattern(pattern, text);
    const { id } = ownerMarkOf(entity);
    return (
      id !== undefined &&
      SEGMENT.test(id) &&
      matchesPattern(pattern.replaceAll('{id}', id), text) &&
      (await this.#options.objectOwners.ownsId(entity, { isDraft }))
    );
  }

  /** Whether an existing object belongs to a service. */
  async owns(reference: ObjectReference, subject: Subject): Promise<boolean> {
    const { cluster } = subject.environment;
    const { kind, name, namespace } = reference;
    if (kind === '/Secret') {
      const { entityRef } = ownerMarkOf(subject.entity);
      const secret = { cluster, namespace, name };
      return this.#options.secrets.belongsTo(secret, entityRef);
    }
    const existing = await this.#read(reference, subject);
    return (
      existing !== undefined && this.isOwn(liveMetadata(existing), subject)
    );
  }

  /** An existing object; undefined if there is none, or without the right to read it. */
  async #read(
    { kind, name, namespace }: ObjectReference,
    { environment, signal }: Subject,
  ): Promise<unknown> {
    const { objects, served } = this.#options;
    const { cluster } = environment;
    const [group, type] = kind.split('/');
    const parts = [type, namespace, name, ...(group ? [group] : [])];
    // They come from a manifest, and must not lead to another path.
    if (!parts.every(part => SEGMENT.test(part))) return undefined;
    const [found] = await served.find(cluster, [kind], signal);
    if (!found) return undefined;
    const path = `${found.pathIn(namespace)}/${name}`;
    const read = await objects.read(cluster, path, signal);
    return read.status === 200 ? JSON.parse(read.text) : undefined;
  }

  /** Whether labels and annotations prove that an object belongs to an entity. */
  async isOwn(
    metadata: ObjectMetadata,
    { entity, isDraft }: Subject,
  ): Promise<boolean> {
    const { objectOwners } = this.#options;
    if (isDraft) {
      // Nothing that exists belongs to it, but it may use the id that nobody claims.
      const { id } = ownerMarkOf(entity);
      return (
        id !== undefined &&
        metadata.labels?.[KUBERNETES_ID] === id &&
        objectOwners.ownsId(entity, { isDraft })
      );
    }
    const { state } = await objectOwners.of(entity, metadata);
    return state === 'owned';
  }
}

/**
 * Whether the request writes an object, so that guards check who owns it. A Secret must
 * have generated values; it is refused when it is created if it belongs to another service.
 */
export function isWritten(
  { kind, name, namespace }: ObjectReference,
  { written }: GuardedObject,
): boolean {
  return written.some(
    manifest =>
      kindOf(manifest) === kind &&
      manifest.metadata.name === name &&
      manifest.metadata.namespace === namespace &&
      (kind !== '/Secret' || isGenerated(manifest)),
  );
}

/** References of the existing object, which the service has already. */
export function existingReferences({ existing }: GuardedObject): Reference[] {
  return referencesIn(existing);
}

function referencesIn(existing: unknown): Reference[] {
  const { data } = existingSchema.safeParse(existing);
  return data ? referencesOf(data) : [];
}

function refersTo(
  references: Reference[],
  { kind, name, namespace }: ObjectReference,
): boolean {
  return references.some(
    each =>
      each.type === 'object' &&
      each.kind === kind &&
      each.name === name &&
      (each.namespace ?? namespace) === namespace,
  );
}
