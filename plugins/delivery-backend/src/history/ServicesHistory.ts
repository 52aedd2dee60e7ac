import type {
  Release,
  TimelineEvent,
} from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import { recordOf } from './DatabaseTimelineStore';
import type { TimelineRow } from './DatabaseTimelineStore';
import { followsCursor } from './activityCursor';
import type { HistoryCursor } from './historyCursor';
import type { RecordedTimelineEvent } from './recordedTimelineEvent';
import { entryOf } from './releaseRow';
import type { ReleaseRow } from './releaseRow';
import type { RecordOwner, ServiceScope } from './ServiceScope';
import type { ServiceRow } from './serviceRows';
import { hasHashStart, isHashStart, startsWith } from './textConditions';

/** Number of rows that are read at a time, beside those of the page. */
const MORE_ROWS = 20;

/** Selects records of many services. */
export interface ServicesHistoryQuery {
  scope: ServiceScope;
  /** End of the page before, in the list of all sources */
  cursor?: HistoryCursor;
  /** Maximum number of records */
  limit: number;
}

/** A timeline event with its service and environment. */
export interface OwnedTimelineEvent {
  owner: RecordOwner;
  record: RecordedTimelineEvent;
}

/** Reads releases and timeline events of many services with few queries. */
export class ServicesHistory {
  readonly #knex: Knex;

  /** @param knex - as `openDatabase` returns it */
  static create(knex: Knex): ServicesHistory {
    return new ServicesHistory(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Releases, newest first.
   *
   * @param query - with `onlyFailed` for releases that failed, and `search` for
   * releases of certain services, and beside them those whose commit or version
   * starts with a text
   */
  async releases(
    query: ServicesHistoryQuery & {
      onlyFailed?: boolean;
      search?: { services: ServiceScope; text: string };
    },
  ): Promise<Release[]> {
    const { scope, cursor, limit, onlyFailed, search } = query;
    const isOfScope = await this.#conditions('releases', scope);
    const isOfServices =
      search && (await this.#conditions('releases', search.services));
    const rows = await readOwned(
      (isAfter, size) =>
        this.#releases()
          .where(isOfScope)
          .where(builder => {
            if (onlyFailed) builder.where('state', 'failed');
            if (search && isOfServices) {
              builder.where(either =>
                either
                  .where(isOfServices)
                  .orWhere(hasCommitOrVersion(search.text)),
              );
            }
          })
          .where(isAfter)
          .orderBy([
            { column: 'started_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(size),
      {
        limit,
        isAfter: followsCursor(cursor, 'release', 'started_at'),
        isBefore: row => isBelow('started_at', row.started_at, row.id),
        ownerOf: row => {
          const isSearched =
            !search ||
            matchesCommitOrVersion(row, search.text) ||
            search.services.ownerOf(row) !== undefined;
          return isSearched ? scope.ownerOf(row) : undefined;
        },
      },
    );
    return rows.map(({ row, owner }) => ({
      ...entryOf(row).release,
      ...owner,
    }));
  }

  /** Timeline events of some types, newest first. */
  async events(
    query: ServicesHistoryQuery & { types: TimelineEvent['type'][] },
  ): Promise<OwnedTimelineEvent[]> {
    const { scope, cursor, limit, types } = query;
    if (!types.length) return [];
    const isOfScope = await this.#conditions('timeline', scope);
    const rows = await readOwned(
      (isAfter, size) =>
        this.#knex<TimelineRow>('timeline')
          .where(isOfScope)
          .whereIn('event_type', types)
          .where(isAfter)
          .orderBy([
            { column: 'last_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .limit(size),
      {
        limit,
        isAfter: followsCursor(cursor, 'event', 'last_at'),
        isBefore: row => isBelow('last_at', row.last_at, row.id),
        ownerOf: row => scope.ownerOf(row),
      },
    );
    return rows.map(({ row, owner }) => ({ owner, record: recordOf(row) }));
  }

  /** Releases whose commit or version starts with a text, newest first. */
  async releasesOf(
    text: string,
    query: ServicesHistoryQuery,
  ): Promise<Release[]> {
    const none = query.scope.narrowed(() => false);
    return this.releases({ ...query, search: { services: none, text } });
  }

  #conditions(
    table: 'releases' | 'timeline',
    scope: ServiceScope,
  ): Promise<Knex.QueryCallback> {
    return scope.conditions(conditions =>
      this.#knex<ServiceRow>(table).where(conditions).distinct('labels'),
    );
  }

  #releases() {
    return this.#knex<ReleaseRow>('releases');
  }
}

/** Reads rows until a page is full, because a query may select rows of other services. */
async function readOwned<Row extends ServiceRow>(
  read: (isAfter: Knex.QueryCallback, limit: number) => Promise<Row[]>,
  options: {
    limit: number;
    isAfter: Knex.QueryCallback;
    /** Condition on the rows after a row */
    isBefore: (row: Row) => Knex.QueryCallback;
    ownerOf: (row: Row) => RecordOwner | undefined;
  },
): Promise<{ row: Row; owner: RecordOwner }[]> {
  const { limit, isBefore, ownerOf } = options;
  const found: { row: Row; owner: RecordOwner }[] = [];
  const size = limit + MORE_ROWS;
  let { isAfter } = options;
  for (;;) {
    const rows = await read(isAfter, size);
    for (const row of rows) {
      const owner = ownerOf(row);
      if (owner) found.push({ row, owner });
    }
    const last = rows.at(-1);
    if (found.length >= limit || !last || rows.length < size) {
      return found.slice(0, limit);
    }
    isAfter = isBefore(last);
  }
}

function isBelow(
  timeColumn: string,
  time: string,
  id: string,
): Knex.QueryCallback {
  return builder =>
    builder
      .where(timeColumn, '<', time)
      .orWhere(same => same.where(timeColumn, time).where('id', '<', id));
}

function hasCommitOrVersion(text: string): Knex.QueryCallback {
  const start = text.toLowerCase();
  return builder => {
    builder.where(startsWith('version', start));
    if (isHashStart(start)) builder.orWhere(hasHashStart('commit_hash', start));
  };
}

function matchesCommitOrVersion(
  { commit_hash: commit, version }: ReleaseRow,
  text: string,
): boolean {
  const start = text.toLowerCase();
  return (
    version?.startsWith(start) === true ||
    (isHashStart(start) && commit?.startsWith(start) === true)
  );
}
