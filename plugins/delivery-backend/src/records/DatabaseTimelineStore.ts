import {
  happeningSchema,
  workloadKindSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import type { HistoryQuery } from './historyQuery';
import { mergeHappenings } from './recordedHappening';
import type { HappeningEntry, RecordedHappening } from './recordedHappening';
import { cutPage, serviceColumns, servicePage } from './serviceRows';
import type { ServiceRow } from './serviceRows';
import type { TimelineStore } from './TimelineStore';

/** A row of the table `timeline`; its migration says what the columns hold. */
interface TimelineRow extends ServiceRow {
  first_at: string;
  last_at: string;
  first_number: number;
  last_number: number;
  pod: string | null;
  what: string;
}

/** Records what happened in the plugin's database: SQLite or PostgreSQL. */
export class DatabaseTimelineStore implements TimelineStore {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` gives it */
  static create(knex: Knex): DatabaseTimelineStore {
    return new DatabaseTimelineStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async record(entries: HappeningEntry[]): Promise<void> {
    if (!entries.length) return;
    // In one order, so that two replicas cannot wait for each other.
    const ordered = [...entries].sort((a, b) =>
      a.happening.id < b.happening.id ? -1 : 1,
    );
    await this.#knex.transaction(async tx => {
      for (const entry of ordered) await recordOne(tx, entry);
    });
  }

  async page(
    query: HistoryQuery,
  ): Promise<{ happenings: RecordedHappening[]; nextCursor?: string }> {
    const page = await servicePage(
      query,
      { time: 'last_at', number: 'last_number' },
      conditions => this.#rows().where(conditions).distinct('labels'),
    );
    const found = await this.#rows()
      .where(page.conditions)
      .orderBy(page.order)
      .limit(page.limit);
    const { rows, nextCursor } = cutPage(found, query.limit, row => [
      row.last_at,
      row.last_number,
      row.id,
    ]);
    return {
      happenings: rows.map(happeningOf),
      ...(nextCursor && { nextCursor }),
    };
  }

  async deleteBefore(time: string): Promise<number> {
    return this.#rows().where('last_at', '<', time).delete();
  }

  #rows() {
    return this.#knex<TimelineRow>('timeline');
  }
}

async function recordOne(
  tx: Knex.Transaction,
  { happening, claims }: HappeningEntry,
): Promise<void> {
  const { id } = happening;
  // Another replica may be about to insert it too: then this waits for it.
  await tx<TimelineRow>('timeline')
    .insert(rowOf({ happening, claims }))
    .onConflict('id')
    .ignore();
  const row = await tx<TimelineRow>('timeline')
    .where({ id })
    .forUpdate()
    .first();
  if (!row) return;
  const merged = mergeHappenings(happeningOf(row), happening);
  await tx<TimelineRow>('timeline')
    .where({ id })
    .update(rowOf({ happening: merged, claims }));
}

function rowOf({ happening, claims }: HappeningEntry): TimelineRow {
  return {
    ...serviceColumns(happening, claims),
    first_at: happening.firstAt,
    last_at: happening.lastAt,
    first_number: happening.firstNumber,
    last_number: happening.lastNumber,
    pod: happening.pod ?? null,
    what: JSON.stringify(happening.what),
  };
}

function happeningOf(row: TimelineRow): RecordedHappening {
  return {
    id: row.id,
    cluster: row.cluster,
    namespace: row.namespace,
    workload: {
      kind: workloadKindSchema.parse(row.workload_kind),
      name: row.workload_name,
      uid: row.workload_uid,
    },
    what: happeningSchema.parse(JSON.parse(row.what)),
    firstAt: row.first_at,
    lastAt: row.last_at,
    firstNumber: row.first_number,
    lastNumber: row.last_number,
    pod: row.pod ?? undefined,
  };
}
