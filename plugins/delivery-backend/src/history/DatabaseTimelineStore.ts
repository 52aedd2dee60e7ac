import {
  timelineEventSchema,
  workloadKindSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { TimelineEvent } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import type { HistoryQuery } from './historyQuery';
import { mergeTimelineEvents } from './recordedTimelineEvent';
import type {
  TimelineEventEntry,
  RecordedTimelineEvent,
} from './recordedTimelineEvent';
import { toPage, serviceColumns, servicePage } from './serviceRows';
import type { ServiceRow } from './serviceRows';
import type { TimelineStore } from './TimelineStore';

/** A row of the table `timeline`; its migration describes the columns. */
export interface TimelineRow extends ServiceRow {
  first_at: string;
  last_at: string;
  first_number: number;
  last_number: number;
  pod: string | null;
  event_type: TimelineEvent['type'];
  event: string;
}

/** Stores timeline events in the plugin's database: SQLite or PostgreSQL. */
export class DatabaseTimelineStore implements TimelineStore {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` returns it */
  static create(knex: Knex): DatabaseTimelineStore {
    return new DatabaseTimelineStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async record(entries: TimelineEventEntry[]): Promise<void> {
    if (!entries.length) return;
    // In one order, so that two replicas cannot deadlock.
    const ordered = [...entries].sort((a, b) =>
      a.record.id < b.record.id ? -1 : 1,
    );
    await this.#knex.transaction(async tx => {
      for (const entry of ordered) await recordOne(tx, entry);
    });
  }

  async page(
    query: HistoryQuery,
  ): Promise<{ events: RecordedTimelineEvent[]; nextCursor?: string }> {
    const page = await servicePage(
      query,
      { time: 'last_at', number: 'last_number' },
      conditions => this.#rows().where(conditions).distinct('labels'),
    );
    const found = await this.#rows()
      .where(page.conditions)
      .orderBy(page.order)
      .limit(page.limit);
    const { rows, nextCursor } = toPage(found, query.limit, row => [
      row.last_at,
      row.last_number,
      row.id,
    ]);
    return {
      events: rows.map(recordOf),
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
  { record, ownership }: TimelineEventEntry,
): Promise<void> {
  const { id } = record;
  // Waits if another replica inserts the same record in a transaction.
  await tx<TimelineRow>('timeline')
    .insert(rowOf({ record, ownership }))
    .onConflict('id')
    .ignore();
  const row = await tx<TimelineRow>('timeline')
    .where({ id })
    .forUpdate()
    .first();
  if (!row) return;
  const merged = mergeTimelineEvents(recordOf(row), record);
  await tx<TimelineRow>('timeline')
    .where({ id })
    .update(rowOf({ record: merged, ownership }));
}

function rowOf({ record, ownership }: TimelineEventEntry): TimelineRow {
  return {
    ...serviceColumns(record, ownership),
    first_at: record.firstAt,
    last_at: record.lastAt,
    first_number: record.firstNumber,
    last_number: record.lastNumber,
    pod: record.pod ?? null,
    event_type: record.event.type,
    event: JSON.stringify(record.event),
  };
}

export function recordOf(row: TimelineRow): RecordedTimelineEvent {
  return {
    id: row.id,
    cluster: row.cluster,
    namespace: row.namespace,
    workload: {
      kind: workloadKindSchema.parse(row.workload_kind),
      name: row.workload_name,
      uid: row.workload_uid,
    },
    event: timelineEventSchema.parse(JSON.parse(row.event)),
    firstAt: row.first_at,
    lastAt: row.last_at,
    firstNumber: row.first_number,
    lastNumber: row.last_number,
    pod: row.pod ?? undefined,
  };
}
