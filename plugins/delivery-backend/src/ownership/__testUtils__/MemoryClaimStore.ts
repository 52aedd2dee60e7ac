import type { JobIdentity } from '@fairway/backstage-plugin-delivery-node';
import type { ClaimStore, RecordedClaim } from '../ClaimStore';

/** Claim store in memory, with the rules of the database's. */
export class MemoryClaimStore implements ClaimStore {
  readonly #claims = new Map<string, RecordedClaim>();
  readonly #identities = new Map<string, JobIdentity>();

  async recorded(): Promise<RecordedClaim[]> {
    return [...this.#claims.values()];
  }

  async record(claims: RecordedClaim[]): Promise<void> {
    for (const claim of claims) {
      const { resource, entityRef, source } = claim;
      const key = JSON.stringify([resource, entityRef, source]);
      const firstSeen = this.#claims.get(key)?.firstSeen ?? claim.firstSeen;
      this.#claims.set(key, { ...claim, firstSeen });
    }
  }

  async jobIdentity(job: string): Promise<JobIdentity | undefined> {
    return this.#identities.get(job);
  }

  async putJobIdentity(job: string, identity: JobIdentity): Promise<void> {
    this.#identities.set(job, identity);
  }
}
