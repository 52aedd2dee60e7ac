import type {
  Fleet,
  FleetRow,
  HealthStatus,
} from '@fairway/backstage-plugin-delivery-common';
import { jobRunHealth } from '../components/jobRunHealth';

/** Statuses to filter by: a health, a rollout, or an environment that cannot be read. */
export const fleetStatuses = [
  'degraded',
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

const worstFirst: HealthStatus[] = [
  'degraded',
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
  for (const { name, sync } of fleet.environments) {
    const cell = row.cells[name];
    const job = row.jobs?.[name];
    if (environment !== undefined && environment !== name) continue;
    if (sync.state === 'stale' && (cell || job)) statuses.add('stale');
    if (sync.state === 'failed') statuses.add('stale');
    if (job?.lastRun?.state === 'failed') statuses.add('degraded');
    if (!cell) continue;
    if (cell.rollout) statuses.add(cell.rollout);
    const { status } = cell.health;
    if (isFleetStatus(status)) statuses.add(status);
  }
  return statuses;
}

function isFleetStatus(
  status: HealthStatus,
): status is HealthStatus & FleetStatus {
  return fleetStatuses.some(each => each === status);
}

function searchText(row: FleetRow): string {
  const cells = [
    ...Object.values(row.cells).filter(cell => cell !== null),
    ...Object.values(row.jobs ?? {}),
  ];
  return [
    row.title,
    row.entityRef,
    ...row.tags,
    ...cells.flatMap(({ version, commit, name }) => [
      version?.value ?? '',
      commit ?? '',
      name,
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
              ...shown(row.cells).map(({ health }) => health.status),
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

// Not by subtraction: the rank of a service that runs nowhere is infinite.
function compare(a = Infinity, b = Infinity): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
