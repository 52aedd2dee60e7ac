import { allSoftware } from '@fairway/backstage-plugin-delivery-common';
import type {
  Fleet,
  FleetCell,
  FleetRow,
  HealthStatus,
  RunOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import { jobRunHealth } from '../components/jobRunHealth';

/**
 * Statuses to filter by: a health, a warning of the diagnosis or of the last run, a
 * rollout, something that waits for approval, or an environment that cannot be read.
 */
export const fleetStatuses = [
  'degraded',
  'warning',
  'rolling',
  'waiting',
  'stale',
  'unknown',
  'healthy',
] as const;

/** See {@link fleetStatuses}. */
export type FleetStatus = (typeof fleetStatuses)[number];

/** Ways to group the services. */
export const groupings = ['system', 'owner', 'none'] as const;
/** See {@link groupings}. */
export type Grouping = (typeof groupings)[number];

/** Orders of the services. */
export const sortOrders = ['name', 'worst', 'newest'] as const;
type SortOrder = (typeof sortOrders)[number];

/** Outcomes of the last run of the default branch that need attention. */
const FAILED: RunOutcome[] = ['failed', 'unstable', 'unknown'];

const worstFirst: (HealthStatus | 'warning')[] = [
  'degraded',
  'warning',
  'unknown',
  'progressing',
  'suspended',
  'healthy',
];

/** Filters, grouping and order of the fleet. The address of the page keeps them. */
export interface FleetFilter {
  /** Words to find in the name, version, commit or tags of a service */
  text: string;
  /** Only services that the viewer owns */
  mine: boolean;
  /** Only services with a rollout or run that the viewer may approve */
  waitingForMe: boolean;
  owner?: string;
  system?: string;
  tag?: string;
  /** The only environment to show, and to apply the status to */
  environment?: string;
  status?: FleetStatus;
  group: Grouping;
  order: SortOrder;
}

/** Reads a filter from a query. Ignores unknown values. */
export function readFilter(query: URLSearchParams): FleetFilter {
  const oneOf = <T extends string>(name: string, values: readonly T[]) =>
    values.find(value => value === query.get(name));
  return {
    text: query.get('text') ?? '',
    mine: query.get('mine') === 'true',
    waitingForMe: query.get('waitingForMe') === 'true',
    owner: query.get('owner') ?? undefined,
    system: query.get('system') ?? undefined,
    tag: query.get('tag') ?? undefined,
    environment: query.get('environment') ?? undefined,
    status: oneOf('status', fleetStatuses),
    group: oneOf('group', groupings) ?? 'system',
    order: oneOf('order', sortOrders) ?? 'name',
  };
}

/** Query of a filter, without default values. */
export function writeFilter(filter: FleetFilter): URLSearchParams {
  const defaults = readFilter(new URLSearchParams());
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    const isDefault = value === defaults[name as keyof FleetFilter];
    if (value !== undefined && value !== '' && !isDefault) {
      query.set(name, String(value));
    }
  }
  return query;
}

/** Rows that match a filter, in its order. */
export function filterRows(
  fleet: Fleet,
  filter: FleetFilter,
  /** Entity refs of the viewer and of their groups */
  ownRefs: string[],
): FleetRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = fleet.rows.filter(
    row =>
      (!filter.mine || row.owners.some(owner => ownRefs.includes(owner))) &&
      (!filter.owner || row.owners.includes(filter.owner)) &&
      (!filter.system || row.system === filter.system) &&
      (!filter.tag || row.tags.includes(filter.tag)) &&
      (!filter.environment ||
        row.cells[filter.environment] ||
        row.jobs?.[filter.environment]) &&
      (!filter.status ||
        rowStatuses(fleet, row, filter.environment).has(filter.status)) &&
      words.every(word => searchText(row).includes(word)),
  );
  return sortRows(rows, filter);
}

/** Statuses of a row in all environments, or in one. */
export function rowStatuses(
  fleet: Fleet,
  row: FleetRow,
  environment?: string,
): Set<FleetStatus> {
  const statuses = new Set<FleetStatus>();
  const outcome = row.lastRun?.outcome;
  if (outcome === 'waiting') statuses.add('waiting');
  if (outcome && FAILED.includes(outcome)) statuses.add('warning');
  for (const { name, sync } of fleet.environments) {
    const cell = row.cells[name];
    const job = row.jobs?.[name];
    if (environment !== undefined && environment !== name) continue;
    if (sync.state === 'stale' && (cell || job)) statuses.add('stale');
    if (sync.state === 'failed') statuses.add('stale');
    if (job?.lastRun?.state === 'failed') statuses.add('degraded');
    if (!cell) continue;
    if (cell.rollout) statuses.add(cell.rollout);
    if (cell.finding?.severity === 'critical') statuses.add('degraded');
    if (cell.finding?.severity === 'warning') statuses.add('warning');
    const { status } = cell.health;
    if (isFleetStatus(status)) statuses.add(status);
  }
  // Healthy only if nothing else was found.
  if (statuses.size > 1) statuses.delete('healthy');
  return statuses;
}

function isFleetStatus(
  status: HealthStatus,
): status is HealthStatus & FleetStatus {
  return fleetStatuses.some(each => each === status);
}

function searchText(row: FleetRow): string {
  const cells = Object.values(row.cells).filter(cell => cell !== null);
  const jobs = Object.values(row.jobs ?? {});
  const software = [...cells.flatMap(allSoftware), ...jobs];
  return [
    row.title,
    row.entityRef,
    ...row.tags,
    ...[...cells, ...jobs].map(({ name }) => name),
    ...software.flatMap(({ version, commit }) => [
      version?.value ?? '',
      commit ?? '',
    ]),
  ]
    .join(' ')
    .toLowerCase();
}

// Much faster than localeCompare, which looks up the locale for each pair.
const titles = new Intl.Collator();

function sortRows(
  rows: FleetRow[],
  { order, environment }: FleetFilter,
): FleetRow[] {
  const shown = <T>(byEnvironment: Record<string, T>): NonNullable<T>[] =>
    Object.entries(byEnvironment).flatMap(([name, value]) =>
      value && (environment === undefined || environment === name) ? value : [],
    );
  const byName = (a: FleetRow, b: FleetRow) => titles.compare(a.title, b.title);
  if (order === 'name') return [...rows].sort(byName);
  const rank =
    order === 'worst'
      ? (row: FleetRow) =>
          Math.min(
            ...[
              ...shown(row.cells).flatMap(cellStatuses),
              ...shown(row.jobs ?? {}).flatMap(({ lastRun }) =>
                lastRun ? jobRunHealth[lastRun.state] : [],
              ),
            ].map(status => worstFirst.indexOf(status)),
          )
      : (row: FleetRow) =>
          -Math.max(...shown(row.cells).map(c => Date.parse(c.deployedAt)));
  const ranks = new Map(rows.map(row => [row, rank(row)]));
  return [...rows].sort(
    (a, b) => compare(ranks.get(a), ranks.get(b)) || byName(a, b),
  );
}

function cellStatuses({
  health,
  finding,
}: FleetCell): (HealthStatus | 'warning')[] {
  if (!finding) return [health.status];
  const found = finding.severity === 'critical' ? 'degraded' : 'warning';
  return [health.status, found];
}

// Not by subtraction: the rank of a service that runs nowhere is infinite.
function compare(a = Infinity, b = Infinity): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
