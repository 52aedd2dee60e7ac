import type { Knex } from 'knex';
import { mergeReleases } from './mergeReleases';
import type { ReleaseEntry } from './recordedRelease';
import type { HistoryQuery } from './historyQuery';
import { entryOf, rowOf } from './releaseRow';
import type { ReleaseRow } from './releaseRow';
import type { ReleaseStore, StoredReleasePage } from './ReleaseStore';
import { toPage, servicePage } from './serviceRows';

/** Number of recorded releases of a workload that observations are compared with. */
const LATEST = 50;

/** Stores releases in the plugin's database: SQLite or PostgreSQL. */
export class DatabaseReleaseStore implements ReleaseStore {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` returns it */
  static create(knex: Knex): DatabaseReleaseStore {
    return new DatabaseReleaseStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async record(entries: ReleaseEntry[]): Promise<void> {
    if (!entries.length) return;
    // In one order, so that two replicas cannot deadlock.
    const ordered = [...entries].sort((a, b) =>
      a.release.id < b.release.id ? -1 : 1,
    );
    await this.#knex.transaction(async tx => {
      for (const entry of ordered) await recordOne(tx, entry);
    });
  }

  async latest(workload: {
    cluster: string;
    uid: string;
  }): Promise<ReleaseEntry[]> {
    const rows = await this.#rows()
      .where({ cluster: workload.cluster, workload_uid: workload.uid })
      .orderBy('revision_number', 'desc')
      .limit(LATEST);
    return rows.map(entryOf);
  }

  async unfinished(cluster: string): Promise<ReleaseEntry[]> {
    const rows = await this.#rows().where({ cluster, state: 'in-progress' });
    return rows.map(entryOf);
  }

  async page(query: HistoryQuery): Promise<StoredReleasePage> {
    const page = await servicePage(
      query,
      { time: 'started_at', number: 'revision_number' },
      conditions => this.#rows().where(conditions).distinct('labels'),
    );
    const found = await this.#rows()
      .where(page.conditions)
      .orderBy(page.order)
      .limit(page.limit);
    const { rows, nextCursor } = toPage(found, query.limit, row => [
      row.started_at,
      row.revision_number,
      row.id,
    ]);
    return {
      releases: rows.map(row => entryOf(row).release),
      ...(nextCursor && { nextCursor }),
    };
  }

  async deleteBefore(time: string): Promise<number> {
    return this.#rows()
      .where('started_at', '<', time)
      .whereNot('state', 'in-progress')
      .delete();
  }

  #rows() {
    return this.#knex<ReleaseRow>('releases');
  }
}

async function recordOne(
  tx: Knex.Transaction,
  entry: ReleaseEntry,
): Promise<void> {
  const { id } = entry.release;
  // Waits if another replica inserts the same release in a transaction.
  await tx<ReleaseRow>('releases')
    .insert(rowOf(entry))
    .onConflict('id')
    .ignore();
  const row = await tx<ReleaseRow>('releases')
    .where({ id })
    .forUpdate()
    .first();
  if (!row) return;
  const merged = rowOf({
    release: mergeReleases(entryOf(row).release, entry.release),
    ownership: entry.ownership,
  });
  const known = new Map<string, unknown>(Object.entries(row));
  if (
    Object.entries(merged).some(([name, value]) => known.get(name) !== value)
  ) {
    await tx<ReleaseRow>('releases').where({ id }).update(merged);
  }
}
