import type {
  Fleet,
  FleetRow,
  HealthStatus,
} from '@fairway/backstage-plugin-delivery-common';
import { runHealth } from '../components/runHealth';

/** What a row can be asked to be: a health, a rollout, or an environment that cannot be read. */
export const situations = [
  'degraded',
  'rolling',
  'waiting',
  'stale',
  'unknown',
  'healthy',
] as const;

/** See {@link situations}. */
export type Situation = (typeof situations)[number];

export const groupings = ['system', 'owner', 'none'] as const;
export type Grouping = (typeof groupings)[number];

export const orders = ['name', 'worst', 'newest'] as const;
type Order = (typeof orders)[number];

const worstFirst: HealthStatus[] = [
  'degraded',
  'unknown',
  'progressing',
  'suspended',
  'healthy',
];

/** Which rows of the fleet are shown, and how; the whole of it is in the address. */
export interface FleetFilter {
  /** In a service's name, version, commit or tag */
  text: string;
  mine: boolean;
  owner?: string;
  system?: string;
  tag?: string;
  /** The only column, and the only one that a situation is looked for in */
  environment?: string;
  situation?: Situation;
  group: Grouping;
  order: Order;
}

/** Reads a filter from an address; what cannot be meant is left out. */
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
    situation: oneOf('situation', situations),
    group: oneOf('group', groupings) ?? 'system',
    order: oneOf('order', orders) ?? 'name',
  };
}

/** The address of a filter; what is as by default is left out. */
export function writeFilter(filter: FleetFilter): URLSearchParams {
  const plain = readFilter(new URLSearchParams());
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    const isDefault = value === plain[name as keyof FleetFilter];
    if (value !== undefined && value !== '' && !isDefault) {
      query.set(name, String(value));
    }
  }
  return query;
}

/** The rows that fit, in order. */
export function filterRows(
  fleet: Fleet,
  filter: FleetFilter,
  /** Of the viewer and the groups that the viewer belongs to */
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
      (!filter.situation ||
        situationsOf(fleet, row, filter.environment).has(filter.situation)) &&
      words.every(word => textOf(row).includes(word)),
  );
  return sortRows(rows, filter);
}

/** What a row is, over all environments or in one. */
export function situationsOf(
  fleet: Fleet,
  row: FleetRow,
  environment?: string,
): Set<Situation> {
  const found = new Set<Situation>();
  for (const { name, sync } of fleet.environments) {
    const cell = row.cells[name];
    const job = row.jobs?.[name];
    if (environment !== undefined && environment !== name) continue;
    if (sync.state === 'stale' && (cell || job)) found.add('stale');
    if (sync.state === 'failed') found.add('stale');
    if (job?.lastRun?.state === 'failed') found.add('degraded');
    if (!cell) continue;
    if (cell.rollout) found.add(cell.rollout);
    const { status } = cell.health;
    if (isSituation(status)) found.add(status);
  }
  return found;
}

function isSituation(status: HealthStatus): status is HealthStatus & Situation {
  return situations.some(situation => situation === status);
}

function textOf(row: FleetRow): string {
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

function sortRows(
  rows: FleetRow[],
  { order, environment }: FleetFilter,
): FleetRow[] {
  const shown = <T>(byEnvironment: Record<string, T>): NonNullable<T>[] =>
    Object.entries(byEnvironment).flatMap(([name, value]) =>
      value && (environment === undefined || environment === name) ? value : [],
    );
  const byName = (a: FleetRow, b: FleetRow) => a.title.localeCompare(b.title);
  if (order === 'name') return [...rows].sort(byName);
  const rank =
    order === 'worst'
      ? (row: FleetRow) =>
          Math.min(
            ...[
              ...shown(row.cells).map(({ health }) => health.status),
              ...shown(row.jobs ?? {}).flatMap(({ lastRun }) =>
                lastRun ? runHealth[lastRun.state] : [],
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

// Not by subtracting: a service that runs nowhere is infinitely far down.
function compare(a = Infinity, b = Infinity): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
