import { InputError } from '@backstage/errors';
import { FAIRWAY_APPLY_SET } from '@fairway/backstage-plugin-delivery-common';
import type { PlannedObject } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import type { ClusterAnswer } from '../../kubernetes';
import { matchesNamespace } from '../../config/readDeliveryConfig';
import { refusalOf } from './applyGuards';
import type { Candidate } from './applyGuards';
import { orderOf } from './applyOrder';
import { changesBetween } from './changesBetween';
import { apiErrorMessage } from './ClusterObjects';
import type { ClusterObjects, ListedObject } from './ClusterObjects';
import { groupOf, refOf } from './parseManifests';
import type { Manifest } from './parseManifests';
import type { ServedKind, ServedKinds } from './ServedKinds';

/** More is a mistake in a name, not what a service has grown out of. */
const MOST_DELETED = 50;

/** What nobody deletes from here: what keeps data, what nobody reads, and what holds all else. */
const KEPT_KINDS = ['/PersistentVolumeClaim', '/Secret', '/Namespace'];

const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };

const takingClaimsSchema = z.object({
  spec: z.object({
    persistentVolumeClaimRetentionPolicy: z.object({
      whenDeleted: z.literal('Delete'),
    }),
  }),
});

/** What is pruned, and for whom. */
export interface Pruning {
  applySet: string;
  /** What is of the set from now on */
  wanted: Manifest[];
  /** Of the service and the environment */
  candidate: Omit<Candidate, 'manifest' | 'live'>;
  /** Whether the person may see configuration there */
  mayReadValues: boolean;
}

/** An object that would go, with what makes it go. */
export interface PlannedDeletion {
  planned: PlannedObject;
  /** Deletes it for real. */
  remove(signal: AbortSignal): Promise<ClusterAnswer>;
}

/** Where objects of one kind are looked for. */
interface Shelf {
  served: ServedKind;
  namespace: string;
  objects: ListedObject[];
}

/** Works out what a service has of a set that is not among what is applied, by the API server's own dry run of its deletion. */
export class PrunePlanner {
  readonly #objects: ClusterObjects;
  readonly #kinds: ServedKinds;

  static create(options: {
    objects: ClusterObjects;
    kinds: ServedKinds;
  }): PrunePlanner {
    return new PrunePlanner(options);
  }

  private constructor(options: Parameters<typeof PrunePlanner.create>[0]) {
    this.#objects = options.objects;
    this.#kinds = options.kinds;
  }

  /**
   * What is to go, in the order in which it goes: what needs others first.
   *
   * @throws InputError where that is too much
   */
  async plan(
    pruning: Pruning,
    signal: AbortSignal,
  ): Promise<PlannedDeletion[]> {
    const { candidate, wanted, applySet } = pruning;
    // Of what is there under the name of a service to come, nothing is told.
    if (candidate.isDraft) return [];
    const { cluster } = candidate.environment;
    const served = await this.#kinds.find(
      cluster,
      candidate.kinds.filter(kind => !KEPT_KINDS.includes(kind)),
      signal,
    );
    const namespaces = wanted
      .map(({ metadata }) => metadata.namespace)
      .filter(name => matchesNamespace(candidate.environment, name));
    const found: (Shelf | PlannedDeletion)[] = [];
    for (const namespace of new Set(namespaces)) {
      found.push(...(await this.#lookIn(namespace, served, pruning, signal)));
    }
    const shelves = found.filter(each => 'objects' in each);
    const number = shelves.flatMap(({ objects }) => objects).length;
    if (number > MOST_DELETED) {
      throw new InputError(
        `Set '${applySet}' has ${number} objects that are not among the manifests; ${MOST_DELETED} can be deleted at once`,
      );
    }
    const deletions = shelves.flatMap(({ served: kind, namespace, objects }) =>
      objects.map(object =>
        this.#planOne(kind, namespace, object, pruning, signal),
      ),
    );
    return [
      ...found.filter(each => 'planned' in each),
      ...(await Promise.all(deletions)),
    ].sort((a, b) => orderOf(b.planned.kind) - orderOf(a.planned.kind));
  }

  /** What of a namespace is to go, and what nobody may see. */
  async #lookIn(
    namespace: string,
    served: ServedKind[],
    pruning: Pruning,
    signal: AbortSignal,
  ): Promise<(Shelf | PlannedDeletion)[]> {
    const { cluster } = pruning.candidate.environment;
    const found = await Promise.all(
      served.map(async kind => {
        const listed = await this.#objects.list(cluster, {
          path: kind.pathIn(namespace),
          // By the set alone: by what it says that it belongs to the service may be an annotation.
          labelSelector: `${FAIRWAY_APPLY_SET}=${pruning.applySet}`,
          signal,
        });
        if ('refused' in listed) return unseen(kind, namespace, listed.refused);
        const objects = listed.items.filter(object =>
          isLeftOver({ ...object, ...typeOf(kind) }, pruning),
        );
        return { served: kind, namespace, objects };
      }),
    );
    if (!found.some(each => 'objects' in each && each.objects.length)) {
      return found;
    }
    // What owns a claim takes the data with it.
    const claims = await this.#objects.list(cluster, {
      path: `/api/v1/namespaces/${namespace}/persistentvolumeclaims`,
      signal,
    });
    if ('refused' in claims) {
      return [...found, unseen(CLAIM, namespace, claims.refused)];
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
    { candidate, mayReadValues: withValues }: Pruning,
    signal: AbortSignal,
  ): Promise<PlannedDeletion> {
    const live = { ...object, ...typeOf(kind) };
    const removal = {
      cluster: candidate.environment.cluster,
      path: `${kind.pathIn(namespace)}/${object.metadata.name}`,
      seen: object,
    };
    const tried = await this.#objects.remove({
      ...removal,
      ...{ signal, isDryRun: true },
    });
    const isRefused = tried.status >= 300;
    return {
      planned: {
        ...refOf(live),
        result: isRefused ? 'refused' : 'delete',
        changes: isRefused
          ? []
          : changesBetween(live, undefined, { withValues }),
        ...(isRefused && { reason: apiErrorMessage(tried) }),
        warnings: tried.warnings,
      },
      remove: until =>
        this.#objects.remove({ ...removal, signal: until, isDryRun: false }),
    };
  }
}

/** Whether an object of the set is the service's, nobody else's, and no longer wanted. */
function isLeftOver(
  object: ListedObject & Manifest,
  { candidate, wanted }: Pruning,
): boolean {
  const { ownerReferences, deletionTimestamp } = object.metadata;
  return (
    !ownerReferences.length &&
    !takesClaims(object) &&
    deletionTimestamp === undefined &&
    !wanted.some(each => isSame(each, object)) &&
    // What may not be applied over may not be deleted.
    refusalOf({ ...candidate, manifest: object, live: object }) === undefined
  );
}

/** Whether the claims that are made for its pods go with it, and the data with them. */
function takesClaims(object: Manifest): boolean {
  return takingClaimsSchema.safeParse(object).success;
}

/** Whether they are one object; it may be served in several versions. */
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

/** For what nobody may see, nobody knows what would be deleted. */
function unseen(
  type: Pick<ServedKind, 'apiVersion' | 'kind'>,
  namespace: string,
  answer: ClusterAnswer,
): PlannedDeletion {
  return {
    planned: {
      ...{ ...typeOf(type), namespace, name: '*' },
      result: 'refused',
      changes: [],
      reason: `What is to be deleted cannot be seen: ${apiErrorMessage(answer)}`,
      warnings: answer.warnings,
    },
    remove: async () => answer,
  };
}
