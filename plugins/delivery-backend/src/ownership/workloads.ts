import { isBoundTo } from '../config';
import type { Binding } from '../config';
import { strongest } from './claims';
import type { Claimant } from './claims';
import type { Repositories } from './Repositories';

/** Claims of several entities to one id. */
export interface IdClaims {
  claimants: (Claimant & {
    /** Whether its claim was recorded first */
    isFirst: boolean;
  })[];
  /** Entity refs of the claims that were recorded first, also of entities that no longer exist */
  first: string[];
}

/** A workload or other object, as far as its owner depends on it. */
export interface OwnedObject {
  /** Value of its label `backstage.io/kubernetes-id` */
  id?: string;
  /** Entity ref in its annotation `fairway.dev/entity` */
  entity?: string;
  /** http(s) URL of the repository that its image is built from */
  repository?: string;
  /** Binding of its namespace */
  binding?: Binding;
}

/** Whether an object belongs to an entity. */
export type Ownership =
  | { state: 'owned' }
  /** Claims with equal proofs */
  | { state: 'contested'; claimants: string[] }
  /** It belongs to another entity, or to none */
  | { state: 'other'; owners: string[] };

/**
 * Whether an object belongs to an entity: the object names it, or it has the id of
 * the entity, and no other entity that names the id has a stronger proof.
 */
export function objectOwnership(
  self: {
    entityRef: string;
    owners: string[];
    id: string | undefined;
    /** Undefined if no other entity has ever named the id */
    idClaims: IdClaims | undefined;
  },
  object: OwnedObject,
  repositories: Pick<Repositories, 'isSame'>,
): Ownership {
  const { id, idClaims } = self;
  const { binding } = object;
  if (binding && !isBoundTo(binding, self)) {
    return {
      state: 'other',
      owners: [...binding.entities, ...binding.owners],
    };
  }
  if (object.entity !== undefined) {
    return object.entity === self.entityRef
      ? { state: 'owned' }
      : { state: 'other', owners: [object.entity] };
  }
  if (object.id === undefined || object.id !== id) {
    return { state: 'other', owners: [] };
  }
  if (!idClaims) return { state: 'owned' };
  const winners = strongest(
    idClaims.claimants
      .filter(claimant => !binding || isBoundTo(binding, claimant))
      .map(claimant => ({
        claimant,
        isConfigured: claimant.isTrusted || binding !== undefined,
        isNamed: false,
        isBuiltFromSource:
          object.repository !== undefined &&
          repositories.isSame(object.repository, claimant.source),
        isFirst: claimant.isFirst,
      })),
  ).map(({ claimant }) => claimant);
  const refs = winners.map(({ entityRef }) => entityRef);
  if (!refs.includes(self.entityRef)) {
    return { state: 'other', owners: refs.length ? refs : idClaims.first };
  }
  const sources = new Set(winners.map(({ source }) => source));
  return sources.size === 1
    ? { state: 'owned' }
    : { state: 'contested', claimants: refs };
}
