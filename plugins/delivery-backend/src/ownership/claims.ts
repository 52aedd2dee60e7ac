import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_LOCATION,
  RELATION_OWNED_BY,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { DISCOVERED_LOCATION } from '@fairway/backstage-plugin-delivery-common';
import { repositoryOf } from './repositoryAddress';

/** Source of all entities from files of the portal's own configuration. */
const PORTAL_FILES = 'file:';

/** An entity as the owner that its catalog file claims to be. */
export interface Claimant {
  entityRef: string;
  /** Entity refs of its owners */
  owners: string[];
  /**
   * Repository, or other location, that the catalog read the entity from. No
   * catalog file can claim that.
   */
  source: string;
  /** Whether a file of the portal's own configuration names the entity */
  isTrusted: boolean;
}

/** A claimant of one workload or job, with its proofs from the strongest to the weakest. */
export interface ProvenClaim {
  claimant: Claimant;
  /** Whether the portal's configuration binds the namespace, folder or job to it */
  isConfigured: boolean;
  /** Whether the resource itself names the entity */
  isNamed: boolean;
  /** Whether the resource is built from the repository of the entity's catalog file */
  isBuiltFromSource: boolean;
  /** Whether its claim was recorded first, and it still exists */
  isFirst: boolean;
}

/** The claimant that an entity is. */
export function claimantOf(entity: Entity): Claimant {
  const source = sourceOf(entity);
  return {
    entityRef: stringifyEntityRef(entity),
    owners: (entity.relations ?? [])
      .filter(({ type }) => type === RELATION_OWNED_BY)
      .map(({ targetRef }) => stringifyEntityRef(parseEntityRef(targetRef)))
      .sort(),
    source,
    isTrusted: source === PORTAL_FILES,
  };
}

/** Whether the portal itself created an entity, for a workload without a catalog file. */
export function isDiscovered({ source }: Claimant): boolean {
  return source === DISCOVERED_LOCATION;
}

/**
 * The claims with the strongest proof; empty if none has a proof. They are compared
 * by their strongest proof, then by the next one. Several are left only if their
 * proofs are equal.
 */
export function strongest(claims: ProvenClaim[]): ProvenClaim[] {
  let left = claims;
  let isProven = false;
  for (const proof of [
    'isConfigured',
    'isNamed',
    'isBuiltFromSource',
    'isFirst',
  ] as const) {
    const proven = left.filter(claim => claim[proof]);
    if (proven.length) {
      left = proven;
      isProven = true;
    }
  }
  return isProven ? left : [];
}

/**
 * Whether two claimants never conflict: who may write one of their catalog files may
 * write the other.
 */
export function isSameSource(a: Claimant, b: Claimant): boolean {
  return a.source === b.source;
}

function sourceOf({ metadata }: Entity): string {
  // The catalog sets it to the file that it read, whatever the file says.
  const location = metadata.annotations?.[ANNOTATION_LOCATION] ?? '';
  if (location.startsWith(PORTAL_FILES)) return PORTAL_FILES;
  return (repositoryOf(location) ?? location).toLowerCase();
}
