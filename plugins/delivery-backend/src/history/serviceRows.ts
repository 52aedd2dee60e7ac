import type { Knex } from 'knex';
import { parseLabelSelector } from '@fairway/backstage-plugin-delivery-common';
import { isBoundTo } from '../config';
import type { EnvironmentConfig, NamespaceBinding } from '../config';
import { ownsId } from '../services';
import { decodeCursor, encodeCursor } from './historyCursor';
import type { HistoryCursor } from './historyCursor';
import type { HistoryQuery } from './historyQuery';
import type { OwnershipLabels, ReleaseEntry } from './recordedRelease';

/** Columns that records of a service are found by; every table of records has them. */
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

/** Columns that are the same for every record of a workload. */
export function serviceColumns(
  record: Pick<
    ReleaseEntry['release'],
    'id' | 'cluster' | 'namespace' | 'workload'
  >,
  ownership: OwnershipLabels,
): ServiceRow {
  return {
    id: record.id,
    cluster: record.cluster,
    namespace: record.namespace,
    workload_uid: record.workload.uid,
    workload_kind: record.workload.kind,
    workload_name: record.workload.name,
    kubernetes_id: ownership.id ?? null,
    entity: ownership.entity ?? null,
    labels: JSON.stringify(ownership.labels),
  };
}

/** Query for the rows on one page of a service's records. */
export interface ServicePage {
  conditions: Knex.QueryCallback;
  /** Newest first */
  order: { column: string; order: 'desc' }[];
  /** One more than the page has, to find out whether there are more */
  limit: number;
}

/**
 * Builds the query for the rows on a page.
 *
 * @param order - columns that order the rows of the table, before `id`
 * @param labelsOf - reads the distinct values of the column `labels`
 */
export async function servicePage(
  query: HistoryQuery,
  order: { time: string; number: string },
  labelsOf: (conditions: Knex.QueryCallback) => Promise<{ labels: string }[]>,
): Promise<ServicePage> {
  const { service, limit } = query;
  const isSelected =
    service.selector === undefined
      ? undefined
      : parseLabelSelector(service.selector);
  const labels = isSelected
    ? (await labelsOf(inScope(query)))
        .map(row => row.labels)
        .filter(text => isSelected(JSON.parse(text)))
    : [];
  const { time, number } = order;
  return {
    conditions: builder =>
      builder
        .where(inScope(query))
        .where(belongsToService(query, labels))
        .where(isOfWorkload(query))
        .where(isAfterCursor(query, time, number)),
    order: [time, number, 'id'].map(column => ({ column, order: 'desc' })),
    limit: limit + 1,
  };
}

/** Cuts rows to one page, with the cursor of the next page if there is one. */
export function toPage<Row>(
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

/** Rows of a service: the same rule as `claimOf` for running workloads, whose images name a repository as well. */
function belongsToService(
  { service }: HistoryQuery,
  labels: string[],
): Knex.QueryCallback {
  const { entityRef, id, selector } = service;
  return builder => {
    builder.where('entity', entityRef);
    if (selector !== undefined) builder.orWhereIn('labels', labels);
    else if (id !== undefined && ownsId(service)) {
      builder.orWhere(byId =>
        byId.where('kubernetes_id', id).whereNull('entity'),
      );
    }
  };
}

function inScope({
  service,
  environments,
  namespace,
}: HistoryQuery): Knex.QueryCallback {
  const { entityRef, owners = [] } = service;
  const owner = { entityRef, owners };
  return builder => {
    if (namespace !== undefined) builder.where('namespace', namespace);
    if (service.cluster !== undefined) {
      builder.where('cluster', service.cluster);
    }
    if (service.namespace !== undefined) {
      builder.where('namespace', service.namespace);
    }
    builder.where(
      isInEnvironments(environments, binding => !isBoundTo(binding, owner)),
    );
  };
}

/**
 * Rows in the namespaces of environments; none without environments.
 *
 * @param isExcluded - whether to leave out the namespaces of a binding
 */
export function isInEnvironments(
  environments: EnvironmentConfig[],
  isExcluded: (binding: NamespaceBinding) => boolean = () => false,
): Knex.QueryCallback {
  return scope => {
    scope.whereRaw('1 = 0');
    for (const { cluster, namespaces, bindings = [] } of environments) {
      const excluded = bindings
        .filter(isExcluded)
        .flatMap(binding => binding.namespaces);
      for (const pattern of namespaces) {
        scope.orWhere(one => {
          one
            .where('cluster', cluster)
            .where('namespace', 'like', likePattern(pattern));
          for (const other of excluded) {
            one.whereNot('namespace', 'like', likePattern(other));
          }
        });
      }
    }
  };
}

// Names of namespaces contain neither % nor _.
function likePattern(pattern: string): string {
  return pattern.replaceAll('*', '%');
}

function isOfWorkload({ workload }: HistoryQuery): Knex.QueryCallback {
  return builder => {
    if (workload) builder.where('workload_name', workload.name);
    if (workload?.kind) builder.where('workload_kind', workload.kind);
  };
}

function isAfterCursor(
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
