import type { Knex } from 'knex';
import { parseLabelSelector } from '@fairway/backstage-plugin-delivery-common';
import { decodeCursor, encodeCursor } from './historyCursor';
import type { HistoryCursor } from './historyCursor';
import type { HistoryQuery } from './historyQuery';
import type { OwnershipLabels, ReleaseEntry } from './recordedRelease';

/** The columns of every table of records by which those of a service are found. */
export interface ServiceRow {
  id: string;
  cluster: string;
  namespace: string;
  workload_uid: string;
  workload_kind: string;
  workload_name: string;
  kubernetes_id: string | null;
  entity: string | null;
  labels: string;
}

/** The columns that are the same for every record of a workload. */
export function serviceColumns(
  record: Pick<
    ReleaseEntry['release'],
    'id' | 'cluster' | 'namespace' | 'workload'
  >,
  claims: OwnershipLabels,
): ServiceRow {
  return {
    id: record.id,
    cluster: record.cluster,
    namespace: record.namespace,
    workload_uid: record.workload.uid,
    workload_kind: record.workload.kind,
    workload_name: record.workload.name,
    kubernetes_id: claims.id ?? null,
    entity: claims.entity ?? null,
    labels: JSON.stringify(claims.labels),
  };
}

/** Which rows of a table are on a page of a service's records. */
export interface ServicePage {
  conditions: Knex.QueryCallback;
  /** Newest first */
  order: { column: string; order: 'desc' }[];
  /** One more than the page has, to know whether there are more */
  limit: number;
}

/**
 * Which rows are on the page that is asked for.
 *
 * @param newestFirst - the columns that order a table's rows, before `id`
 * @param labelsOf - the different texts in the column `labels` of some rows
 */
export async function servicePage(
  query: HistoryQuery,
  newestFirst: { time: string; number: string },
  labelsOf: (conditions: Knex.QueryCallback) => Promise<{ labels: string }[]>,
): Promise<ServicePage> {
  const { service, limit } = query;
  const isChosen =
    service.selector === undefined
      ? undefined
      : parseLabelSelector(service.selector);
  const labels = isChosen
    ? (await labelsOf(inPlace(query)))
        .map(row => row.labels)
        .filter(text => isChosen(JSON.parse(text)))
    : [];
  const { time, number } = newestFirst;
  return {
    conditions: builder =>
      builder
        .where(inPlace(query))
        .where(claimedBy(query, labels))
        .where(ofWorkload(query))
        .where(after(query, time, number)),
    order: [time, number, 'id'].map(column => ({ column, order: 'desc' })),
    limit: limit + 1,
  };
}

/** The page's rows without the one too many, and where the next page begins. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => HistoryCursor,
): { rows: Row[]; nextCursor?: string } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return last && rows.length > limit
    ? { rows: page, nextCursor: encodeCursor(cursorOf(last)) }
    : { rows: page };
}

/** As `matchesQuery` decides it for a workload that runs. */
function claimedBy(
  { service: { entityRef, id, selector } }: HistoryQuery,
  labels: string[],
): Knex.QueryCallback {
  return builder => {
    builder.where('entity', entityRef);
    if (selector !== undefined) builder.orWhereIn('labels', labels);
    else if (id !== undefined) builder.orWhere('kubernetes_id', id);
  };
}

function inPlace({
  service,
  environments,
  namespace,
}: HistoryQuery): Knex.QueryCallback {
  return builder => {
    if (namespace !== undefined) builder.where('namespace', namespace);
    if (service.cluster !== undefined) {
      builder.where('cluster', service.cluster);
    }
    if (service.namespace !== undefined) {
      builder.where('namespace', service.namespace);
    }
    builder.where(places => {
      // No environment is no place, not every place.
      places.whereRaw('1 = 0');
      for (const { cluster, namespaces } of environments) {
        for (const pattern of namespaces) {
          places.orWhere(one =>
            one
              .where('cluster', cluster)
              // Names of namespaces have neither % nor _.
              .where('namespace', 'like', pattern.replaceAll('*', '%')),
          );
        }
      }
    });
  };
}

function ofWorkload({ workload }: HistoryQuery): Knex.QueryCallback {
  return builder => {
    if (workload) builder.where('workload_name', workload.name);
    if (workload?.kind) builder.where('workload_kind', workload.kind);
  };
}

function after(
  { cursor }: HistoryQuery,
  timeColumn: string,
  numberColumn: string,
): Knex.QueryCallback {
  if (cursor === undefined) return () => {};
  const [time, number, id] = decodeCursor(cursor);
  return builder =>
    builder
      .where(timeColumn, '<', time)
      .orWhere(same =>
        same.where(timeColumn, time).where(numberColumn, '<', number),
      )
      .orWhere(same =>
        same
          .where({ [timeColumn]: time, [numberColumn]: number })
          .where('id', '<', id),
      );
}
