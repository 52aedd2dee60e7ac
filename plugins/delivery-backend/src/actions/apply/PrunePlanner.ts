import { InputError } from '@backstage/errors';
import {
  FAIRWAY_APPLY_SET,
  problemError,
  refusal,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { GuardedObject } from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { ClusterAnswer } from '../../kubernetes';
import { matchesNamespace } from '../../config';
import type { ApplyRequest } from './ApplyRequest';
import type { ApplyStep } from './ApplyStep';
import { orderOf } from './applyOrder';
import { changesBetween } from './changesBetween';
import { apiErrorMessage } from './ClusterObjects';
import type { ClusterObjects, ListedObject } from './ClusterObjects';
import { groupOf, refOf } from './parseManifests';
import type { Manifest } from './parseManifests';
import type { ServedKind, ServedKinds } from './ServedKinds';

/** More deletions at once are a mistake in a name rather than leftovers of a service. */
const MAX_DELETED = 50;

/** Kinds that are never deleted: they hold data, secrets or everything else. */
const KEPT_KINDS = ['/PersistentVolumeClaim', '/Secret', '/Namespace'];

const PVC = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };

const deletesClaimsSchema = z.object({
  spec: z.object({
    persistentVolumeClaimRetentionPolicy: z.object({
      whenDeleted: z.literal('Delete'),
    }),
  }),
});

/** What is pruned, and for whom. */
export interface PruneRequest extends ApplyRequest {
  /** Name of the set */
  applySet: string;
  /** Objects that are in the set from now on */
  wanted: Manifest[];
}

/** Objects of one kind in one namespace that are no longer wanted. */
interface Leftovers {
  served: ServedKind;
  namespace: string;
  objects: ListedObject[];
}

/** Plans the deletion of objects of a set that are not among the manifests, by the API server's own dry run. */
export class PrunePlanner {
  readonly #objects: ClusterObjects;
  readonly #served: ServedKinds;
  readonly #kinds: readonly string[];

  static create(options: {
    objects: ClusterObjects;
    served: ServedKinds;
    /** Kinds that may be applied, and so deleted */
    kinds: readonly string[];
  }): PrunePlanner {
    return new PrunePlanner(options);
  }

  private constructor(options: Parameters<typeof PrunePlanner.create>[0]) {
    this.#objects = options.objects;
    this.#served = options.served;
    this.#kinds = options.kinds;
  }

  /**
   * Deletions in the order in which they are executed: dependents first.
   *
   * @throws InputError when there are too many
   */
  async plan(request: PruneRequest): Promise<ApplyStep[]> {
    const { environment, context, wanted, applySet } = request;
    // Existing objects are not revealed to a service that the catalog does not have.
    if (context.isDraft) return [];
    const served = await this.#served.find(
      environment.cluster,
      this.#kinds.filter(kind => !KEPT_KINDS.includes(kind)),
      context.signal,
    );
    const namespaces = wanted
      .map(({ metadata }) => metadata.namespace)
      .filter(name => matchesNamespace(environment, name));
    const found: (Leftovers | ApplyStep)[] = [];
    for (const namespace of new Set(namespaces)) {
      found.push(...(await this.#findIn(namespace, served, request)));
    }
    const leftovers = found.filter(each => 'objects' in each);
    const number = leftovers.flatMap(({ objects }) => objects).length;
    if (number > MAX_DELETED) {
      throw problemError(
        InputError,
        requestProblem('deletionsTooMany', {
          applySet,
          number,
          most: MAX_DELETED,
        }),
      );
    }
    const deletions = leftovers.flatMap(
      ({ served: kind, namespace, objects }) =>
        objects.map(object => this.#planOne(kind, namespace, object, request)),
    );
    return [
      ...found.filter(each => 'planned' in each),
      ...(await Promise.all(deletions)),
    ].sort((a, b) => orderOf(b.planned.kind) - orderOf(a.planned.kind));
  }

  /** Objects of a namespace to delete, and refusals for kinds that cannot be listed. */
  async #findIn(
    namespace: string,
    served: ServedKind[],
    request: PruneRequest,
  ): Promise<(Leftovers | ApplyStep)[]> {
    const { environment, context, applySet } = request;
    const { cluster } = environment;
    const { signal } = context;
    const found = await Promise.all(
      served.map(async kind => {
        const listed = await this.#objects.list(cluster, {
          path: kind.pathIn(namespace),
          // By the set alone: the mark of the owner may be an annotation.
          labelSelector: `${FAIRWAY_APPLY_SET}=${applySet}`,
          signal,
        });
        if ('refused' in listed) {
          return notListed(kind, namespace, listed.refused);
        }
        const objects: ListedObject[] = [];
        for (const object of listed.items) {
          if (await isLeftOver({ ...object, ...typeOf(kind) }, request)) {
            objects.push(object);
          }
        }
        return { served: kind, namespace, objects };
      }),
    );
    if (!found.some(each => 'objects' in each && each.objects.length)) {
      return found;
    }
    // Deleting the owner of a PersistentVolumeClaim deletes the data with it.
    const claims = await this.#objects.list(cluster, {
      path: `/api/v1/namespaces/${namespace}/persistentvolumeclaims`,
      signal,
    });
    if ('refused' in claims) {
      return [...found, notListed(PVC, namespace, claims.refused)];
    }
    const owners = new Set(
      claims.items.flatMap(({ metadata }) =>
        metadata.ownerReferences.map(({ uid }) => uid),
      ),
    );
    return found.map(each =>
      'planned' in each
        ? each
        : {
            ...each,
            objects: each.objects.filter(o => !owners.has(o.metadata.uid)),
          },
    );
  }

  async #planOne(
    kind: ServedKind,
    namespace: string,
    object: ListedObject,
    { environment, context, mayReadValues }: PruneRequest,
  ): Promise<ApplyStep> {
    const existing = { ...object, ...typeOf(kind) };
    const path = `${kind.pathIn(namespace)}/${object.metadata.name}`;
    const { cluster } = environment;
    const tried = await this.#objects.delete({
      cluster,
      path,
      seen: object,
      signal: context.signal,
      isDryRun: true,
    });
    const isRefused = tried.status >= 300;
    return {
      planned: {
        ...refOf(existing),
        result: isRefused ? 'refused' : 'delete',
        changes: isRefused
          ? []
          : changesBetween(existing, undefined, { withValues: mayReadValues }),
        ...(isRefused && {
          refusal: refusal('serverRefused', {
            message: apiErrorMessage(tried),
          }),
        }),
        warnings: tried.warnings,
      },
      path,
      versions: { before: existing, after: undefined },
      guarded: deletion(environment.name, existing),
      execute: signal =>
        this.#objects.delete({
          cluster,
          path,
          seen: object,
          signal,
          isDryRun: false,
        }),
    };
  }
}

/** Whether an object of the set belongs to the service and is no longer wanted. */
async function isLeftOver(
  object: ListedObject & Manifest,
  { environment, context, wanted }: PruneRequest,
): Promise<boolean> {
  const { ownerReferences, deletionTimestamp } = object.metadata;
  if (
    ownerReferences.length ||
    deletesClaims(object) ||
    deletionTimestamp !== undefined ||
    wanted.some(each => isSame(each, object))
  ) {
    return false;
  }
  // An object that may not be applied over may not be deleted.
  const refused = await context.checkObject(deletion(environment.name, object));
  return refused === undefined;
}

/** An object to delete, for the guards. */
function deletion(environment: string, object: Manifest): GuardedObject {
  return {
    environment,
    operation: 'delete',
    manifest: object,
    written: [],
    isRead: true,
    existing: object,
  };
}

/** Whether the PersistentVolumeClaims of its pods, and so their data, are deleted with it. */
function deletesClaims(object: Manifest): boolean {
  return deletesClaimsSchema.safeParse(object).success;
}

/** Whether two manifests are the same object; it may be served in several versions. */
function isSame(one: Manifest, other: Manifest): boolean {
  return (
    groupOf(one.apiVersion) === groupOf(other.apiVersion) &&
    one.kind === other.kind &&
    one.metadata.namespace === other.metadata.namespace &&
    one.metadata.name === other.metadata.name
  );
}

function typeOf({ apiVersion, kind }: Pick<ServedKind, 'apiVersion' | 'kind'>) {
  return { apiVersion, kind };
}

/** A refusal for a kind that cannot be listed: nobody knows which objects would be deleted. */
function notListed(
  type: Pick<ServedKind, 'apiVersion' | 'kind'>,
  namespace: string,
  answer: ClusterAnswer,
): ApplyStep {
  return {
    planned: {
      ...typeOf(type),
      namespace,
      name: '*',
      result: 'refused',
      changes: [],
      refusal: refusal('listRefused', { message: apiErrorMessage(answer) }),
      warnings: answer.warnings,
    },
    path: '',
    execute: async () => answer,
  };
}
