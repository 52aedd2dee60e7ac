import type { JobIdentity } from '@fairway/backstage-plugin-delivery-node';
import type { Knex } from 'knex';
import type { ClaimStore, RecordedClaim } from './ClaimStore';

interface ClaimRow {
  resource: string;
  entity_ref: string;
  source: string;
  owners: string;
  first_seen: string;
}

interface IdentityRow {
  job: string;
  identity: string;
}

/** Number of rows in one insert; SQLite limits the number of bindings. */
const BATCH = 100;

/** Stores claims in the plugin's database: SQLite or PostgreSQL. */
export class DatabaseClaimStore implements ClaimStore {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` returns it */
  static create(knex: Knex): DatabaseClaimStore {
    return new DatabaseClaimStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async recorded(): Promise<RecordedClaim[]> {
    const rows = await this.#knex<ClaimRow>('ownership_claims').select();
    return rows.map(row => ({
      resource: row.resource,
      entityRef: row.entity_ref,
      source: row.source,
      owners: JSON.parse(row.owners),
      firstSeen: row.first_seen,
    }));
  }

  async record(claims: RecordedClaim[]): Promise<void> {
    const rows = claims.map(claim => ({
      resource: claim.resource,
      entity_ref: claim.entityRef,
      source: claim.source,
      owners: JSON.stringify(claim.owners),
      first_seen: claim.firstSeen,
    }));
    await this.#knex.transaction(async trx => {
      for (let at = 0; at < rows.length; at += BATCH) {
        await trx<ClaimRow>('ownership_claims')
          .insert(rows.slice(at, at + BATCH))
          .onConflict(['resource', 'entity_ref', 'source'])
          // The time of the first record stays.
          .merge(['owners']);
      }
    });
  }

  async jobIdentity(job: string): Promise<JobIdentity | undefined> {
    const row = await this.#knex<IdentityRow>('job_identities')
      .where({ job })
      .first();
    return row && JSON.parse(row.identity);
  }

  async putJobIdentity(job: string, identity: JobIdentity): Promise<void> {
    await this.#knex<IdentityRow>('job_identities')
      .insert({ job, identity: JSON.stringify(identity) })
      .onConflict('job')
      .merge();
  }
}
