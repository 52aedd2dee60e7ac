import { health } from '@fairway/backstage-plugin-delivery-common';
import type {
  Fleet,
  FleetCell,
  FleetRow,
  Health,
} from '@fairway/backstage-plugin-delivery-common';
import { versionDrift } from './versionDrift';
import {
  filterRows,
  readFilter,
  rowStatuses,
  writeFilter,
} from './fleetFilter';
import type { FleetFilter } from './fleetFilter';
import { groupRows } from './groupRows';

const well = health('healthy', 'ready');
const broken = health('degraded', 'podsRefused', { message: 'quota' });
const held = health('suspended', 'paused', { updated: 1, desired: 4 });

function cell(
  version: string,
  of: Health,
  { commit, ...more }: Partial<FleetCell> & { commit?: string } = {},
): FleetCell {
  return {
    kind: 'Deployment' as const,
    name: 'app',
    workloads: 1,
    serving: [
      {
        images: [`registry/app:${version}`],
        version: { value: version, from: 'tag' as const },
        ...(commit && { commit }),
        pods: 4,
        share: 100,
      },
    ],
    deployedAt: '2026-01-01T00:00:00Z',
    replicas: {
      desired: 4,
      updated: 4,
      updatedReady: 4,
      ready: 4,
      available: 4,
    },
    health: of,
    ...more,
  };
}

function row(name: string, cells: FleetRow['cells'], more = {}): FleetRow {
  return {
    entityRef: `component:default/${name}`,
    title: name,
    owners: ['group:default/a'],
    system: 'system:default/harbour',
    tags: [],
    cells,
    ...more,
  };
}

const synced = { state: 'synced' as const, since: '2026-01-01T00:00:00Z' };
const fleet: Fleet = {
  environments: [
    { name: 'dev', cluster: 'near', production: false, sync: synced },
    {
      name: 'prod',
      cluster: 'far',
      production: true,
      sync: { ...synced, state: 'stale' },
    },
  ],
  rows: [
    row('billing', { dev: cell('2.0', broken), prod: cell('1.0', well) }),
    row(
      'crane',
      { dev: cell('3.1', held, { rollout: 'waiting' }), prod: null },
      { owners: ['group:default/b'], tags: ['java'] },
    ),
    row(
      'archive',
      { dev: null },
      { system: undefined, owners: ['group:default/b'] },
    ),
    row('tide', {
      dev: cell('7.0', well, {
        commit: 'ABCDEF0123'.toLowerCase(),
        deployedAt: '2026-02-01T00:00:00Z',
      }),
      prod: cell('7.0-rc', well, { commit: 'abcdef0123' }),
    }),
  ],
};

function names(change: Partial<FleetFilter>, own: string[] = []): string[] {
  const filter = { ...readFilter(new URLSearchParams()), ...change };
  return filterRows(fleet, filter, own).map(({ title }) => title);
}

describe('fleet filter', () => {
  it('survives a round trip through the query, which has no default values', () => {
    const filter: FleetFilter = {
      text: 'a b&c',
      mine: true,
      waitingForMe: true,
      owner: 'group:default/a',
      system: undefined,
      tag: 'java',
      environment: 'dev',
      status: 'waiting',
      group: 'owner',
      order: 'worst',
    };
    expect(
      readFilter(new URLSearchParams(String(writeFilter(filter)))),
    ).toEqual(filter);
    const plain = readFilter(new URLSearchParams('group=moon&status=x'));
    expect(String(writeFilter(plain))).toBe('');
  });

  it('matches every word in name, tag, version and commit', () => {
    expect(names({ text: 'CRANE 3.1' })).toEqual(['crane']);
    expect(names({ text: 'java' })).toEqual(['crane']);
    expect(names({ text: 'abcdef0' })).toEqual(['tide']);
    expect(names({ text: 'crane 7.0' })).toEqual([]);
  });

  it('filters by viewer, owner, system, tag and environment', () => {
    expect(names({ mine: true }, ['group:default/b'])).toEqual([
      'archive',
      'crane',
    ]);
    expect(names({ owner: 'group:default/a' })).toEqual(['billing', 'tide']);
    expect(names({ system: 'system:default/harbour' })).toHaveLength(3);
    expect(names({ tag: 'java' })).toEqual(['crane']);
    expect(names({ environment: 'prod' })).toEqual(['billing', 'tide']);
  });

  it('filters by status in all environments or in one', () => {
    expect(names({ status: 'degraded' })).toEqual(['billing']);
    expect(names({ status: 'degraded', environment: 'prod' })).toEqual([]);
    expect(names({ status: 'waiting' })).toEqual(['crane']);
    expect(names({ status: 'stale' })).toEqual(['billing', 'tide']);
    // Healthy only if nothing else was found
    expect([...rowStatuses(fleet, fleet.rows[0])]).toEqual([
      'degraded',
      'stale',
    ]);
  });

  it('matches a service with jobs only', () => {
    const failed = { state: 'failed' as const, startedAt: synced.since };
    const nightly: Fleet = {
      ...fleet,
      rows: [
        ...fleet.rows,
        row(
          'nightly',
          { dev: null },
          { jobs: { dev: { name: 'night-job', jobs: 1, lastRun: failed } } },
        ),
      ],
    };
    const found = (change: Partial<FleetFilter>) =>
      filterRows(
        nightly,
        { ...readFilter(new URLSearchParams()), ...change },
        [],
      ).map(({ title }) => title);
    expect(found({ text: 'night-job' })).toEqual(['nightly']);
    expect(found({ environment: 'dev' })).toContain('nightly');
    expect(found({ status: 'degraded' })).toEqual(['billing', 'nightly']);
    expect(found({ order: 'worst' }).slice(0, 2)).toEqual([
      'billing',
      'nightly',
    ]);
  });

  it('sorts the worst or the newest first, and undeployed services last', () => {
    expect(names({ order: 'worst' })).toEqual([
      'billing',
      'crane',
      'tide',
      'archive',
    ]);
    expect(names({ order: 'newest' })).toEqual([
      'tide',
      'billing',
      'crane',
      'archive',
    ]);
  });
});

it('groups services by system, those without one last', () => {
  const rows = groupRows(fleet.rows, 'system');
  expect(
    rows.map(each =>
      each.type === 'group'
        ? `${each.entityRef} ${each.size}`
        : each.service.title,
    ),
  ).toEqual([
    'system:default/harbour 3',
    'billing',
    'crane',
    'tide',
    'undefined 1',
    'archive',
  ]);
  expect(groupRows(fleet.rows, 'none')).toHaveLength(4);
});

it('finds drift from the next environment by commit, else by image', () => {
  const [billing, crane, , tide] = fleet.rows;
  expect(versionDrift(fleet.environments, billing, 0)).toEqual({
    environment: 'prod',
    version: '1.0',
  });
  expect(versionDrift(fleet.environments, crane, 0)).toBeUndefined();
  expect(versionDrift(fleet.environments, tide, 0)).toBeUndefined();
});
