import { isDiscovered } from './claims';
import type { Claimant } from './claims';
import type { Claim, RecordedClaim } from './ClaimStore';

/** The claims that exist now, and the first times that they were read. */
export class ClaimIndex {
  readonly #claimants = new Map<string, Claimant[]>();
  readonly #recorded = new Map<string, RecordedClaim[]>();

  /**
   * @param claims - the claims that exist
   * @param recorded - all recorded claims, also those that no longer exist
   */
  constructor(claims: Claim[], recorded: RecordedClaim[]) {
    for (const { resource, claimant } of claims) {
      append(this.#claimants, resource, claimant);
    }
    for (const each of recorded) {
      append(this.#recorded, each.resource, each);
    }
  }

  /** Entities that claim a resource. */
  claimants(resource: string): Claimant[] {
    return this.#claimants.get(resource) ?? [];
  }

  /** Whether a claim is recorded as it is. */
  hasRecorded({ resource, claimant }: Claim): boolean {
    return (this.#recorded.get(resource) ?? []).some(
      each =>
        each.entityRef === claimant.entityRef &&
        each.source === claimant.source &&
        String(each.owners) === String(claimant.owners),
    );
  }

  /**
   * Those of the claimants whose claim was recorded first: from the same source, or
   * by the same entity of the same owners after it has moved. If the first claimant
   * no longer exists, only an entity of the same owners takes its place. An entity
   * that the portal discovered has no claim of its own.
   */
  first(resources: string[], claimants: Claimant[]): Claimant[] {
    const firstClaims = this.#firstClaims(resources);
    const candidates = claimants.filter(claimant => !isDiscovered(claimant));
    const holds = (isSame: (claim: RecordedClaim, by: Claimant) => boolean) =>
      candidates.filter(by => firstClaims.some(claim => isSame(claim, by)));
    const holders = holds(
      (claim, by) =>
        claim.source === by.source ||
        (claim.entityRef === by.entityRef && hasSameOwner(claim, by)),
    );
    return holders.length ? holders : holds(hasSameOwner);
  }

  /** Entity refs of the claims that were recorded first, also of entities that no longer exist. */
  firstRecorded(resources: string[]): string[] {
    return this.#firstClaims(resources).map(({ entityRef }) => entityRef);
  }

  #firstClaims(resources: string[]): RecordedClaim[] {
    const recorded = resources.flatMap(each => this.#recorded.get(each) ?? []);
    const earliest = recorded.reduce(
      (time, { firstSeen }) => (firstSeen < time ? firstSeen : time),
      '~',
    );
    return recorded.filter(each => each.firstSeen === earliest);
  }
}

function hasSameOwner(claim: RecordedClaim, { owners }: Claimant): boolean {
  return claim.owners.some(owner => owners.includes(owner));
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
