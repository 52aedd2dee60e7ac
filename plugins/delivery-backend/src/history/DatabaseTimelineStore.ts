import {
  timelineEventSchema,
  workloadKindSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import type { HistoryQuery } from './historyQuery';
import { mergeTimelineEvents } from './recordedTimelineEvent';
import type {
  TimelineEventEntry,
  RecordedTimelineEvent,
} from './recordedTimelineEvent';
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

  async record(entries: TimelineEventEntry[]): Promise<void> {
    if (!entries.length) return;
    // In one order, so that two replicas cannot wait for each other.
    const ordered = [...entries].sort((a, b) =>
      a.event.id < b.event.id ? -1 : 1,
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
    const { rows, nextCursor } = cutPage(found, query.limit, row => [
      row.last_at,
      row.last_number,
      row.id,
    ]);
    return {
      events: rows.map(happeningOf),
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
  { event, claims }: TimelineEventEntry,
): Promise<void> {
  const { id } = event;
  // Another replica may be about to insert it too: then this waits for it.
  await tx<TimelineRow>('timeline')
    .insert(rowOf({ event, claims }))
    .onConflict('id')
    .ignore();
  const row = await tx<TimelineRow>('timeline')
    .where({ id })
    .forUpdate()
    .first();
  if (!row) return;
  const merged = mergeTimelineEvents(happeningOf(row), event);
  await tx<TimelineRow>('timeline')
    .where({ id })
    .update(rowOf({ event: merged, claims }));
}

function rowOf({ event, claims }: TimelineEventEntry): TimelineRow {
  return {
    ...serviceColumns(event, claims),
    first_at: event.firstAt,
    last_at: event.lastAt,
    first_number: event.firstNumber,
    last_number: event.lastNumber,
    pod: event.pod ?? null,
    what: JSON.stringify(event.what),
  };
}

function happeningOf(row: TimelineRow): RecordedTimelineEvent {
  return {
    id: row.id,
    cluster: row.cluster,
    namespace: row.namespace,
    workload: {
      kind: workloadKindSchema.parse(row.workload_kind),
      name: row.workload_name,
      uid: row.workload_uid,
    },
    what: timelineEventSchema.parse(JSON.parse(row.what)),
    firstAt: row.first_at,
    lastAt: row.last_at,
    firstNumber: row.first_number,
    lastNumber: row.last_number,
    pod: row.pod ?? undefined,
  };
}
