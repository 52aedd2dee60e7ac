import { TestDatabases } from '@backstage/backend-test-utils';
import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import path from 'node:path';
import { EmbeddedPostgres } from '../__testUtils__/EmbeddedPostgres';
import { DatabaseReleaseStore } from './DatabaseReleaseStore';
import { openDatabase } from '../openDatabase';
import { releaseId } from './recordedRelease';
import type { RecordedRelease, ReleaseEntry } from './recordedRelease';
import type { HistoryQuery } from './historyQuery';

jest.setTimeout(60_000);

const postgres = EmbeddedPostgres.announce();
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
  disableDocker: true,
});
const migrations = path.resolve(__dirname, '../../migrations');

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

function entry(
  number: number,
  options: Partial<RecordedRelease> & {
    workload?: RecordedRelease['workload'];
    labels?: Record<string, string>;
    entity?: string;
  } = {},
): ReleaseEntry {
  const { labels = { app: 'orders' }, entity, ...rest } = options;
  const workload = rest.workload ?? {
    kind: 'Deployment' as const,
    name: 'orders',
    uid: 'w1',
  };
  const cluster = rest.cluster ?? 'a';
  const to = { number, name: `${workload.name}-${number}`, uid: `r${number}` };
  return {
    ownership: { id: labels['backstage.io/kubernetes-id'], entity, labels },
    release: {
      id: releaseId({
        cluster,
        workloadUid: workload.uid,
        revisionUid: to.uid,
        number,
      }),
      cluster,
      namespace: 'dev',
      workload,
      to,
      images: [{ container: 'orders', image: `orders:${number}` }],
      cause: { how: 'field-manager', manager: 'kubectl-set', wrote: 'image' },
      startedAt: `2026-01-01T00:00:0${number}.000Z`,
      outcome: { state: 'in-progress', ...releaseExplanation('underway') },
      reconstructed: false,
      ...rest,
    },
  };
}

const completed = {
  outcome: {
    state: 'completed' as const,
    endedAt: '2026-01-01T00:01:00.000Z',
    ...releaseExplanation('everyPodAvailable'),
  },
};
const ours = { labels: { 'backstage.io/kubernetes-id': 'orders' } };
const query: HistoryQuery = {
  service: { entityRef: 'component:default/orders', id: 'orders' },
  environments: [
    {
      name: 'dev',
      cluster: 'a',
      namespaces: ['dev', '*-dev'],
      production: false,
    },
  ],
  limit: 10,
};

it('also runs on a real PostgreSQL', () => {
  expect(databases.eachSupportedId()).toEqual([['SQLITE_3'], ['POSTGRES_18']]);
});

describe.each(databases.eachSupportedId())('DatabaseReleaseStore on %s', id => {
  let knex: Knex;
  let store: DatabaseReleaseStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    await openDatabase({ getClient: async () => knex });
    store = DatabaseReleaseStore.create(knex);
  });

  const numbers = async (changes: Partial<HistoryQuery> = {}) =>
    (await store.page({ ...query, ...changes })).releases.map(
      ({ to }) => to.number,
    );

  it('can migrate down and up again', async () => {
    const tables = async () => [
      await knex.schema.hasTable('releases'),
      await knex.schema.hasTable('timeline'),
    ];
    expect(await tables()).toEqual([true, true]);
    await knex.migrate.rollback({ directory: migrations }, true);
    expect(await tables()).toEqual([false, false]);
    await knex.migrate.latest({ directory: migrations });
    expect(await tables()).toEqual([true, true]);
  });

  it('records each release once, from several replicas and repeatedly', async () => {
    const other = DatabaseReleaseStore.create(knex);
    await Promise.all(
      [store, other, store, other].map(one =>
        one.record([entry(1, ours), entry(2, ours)]),
      ),
    );
    expect(await numbers()).toEqual([2, 1]);
  });

  it('adds new values and keeps known ones', async () => {
    await store.record([entry(1, ours)]);
    await store.record([entry(1, { ...ours, ...completed })]);
    await store.record([
      entry(1, { ...ours, firstReadyAt: '2026-01-01T00:00:30.000Z' }),
    ]);
    expect((await store.page(query)).releases).toEqual([
      {
        ...entry(1, ours).release,
        ...completed,
        firstReadyAt: '2026-01-01T00:00:30.000Z',
      },
    ]);
    expect(await store.unfinished('a')).toEqual([]);
  });

  it('distinguishes releases of one revision by number, because a rollback reuses the revision', async () => {
    const again = entry(3, ours);
    again.release.to.uid = 'r1';
    await store.record([entry(1, ours), entry(2, ours), again]);
    expect(await numbers()).toEqual([3, 2, 1]);
    const latest = await store.latest({ cluster: 'a', uid: 'w1' });
    expect(latest.map(known => known.release.to)).toMatchObject([
      { number: 3, uid: 'r1' },
      { number: 2 },
      { number: 1 },
    ]);
  });

  it('pages from the newest to the oldest, also for equal times', async () => {
    const startedAt = '2026-01-01T00:00:00.000Z';
    await store.record(
      [1, 2, 3, 4, 5].map(n => entry(n, { ...ours, startedAt })),
    );
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.page({ ...query, limit: 2, cursor });
      seen.push(...page.releases.map(({ to }) => to.number));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([5, 4, 3, 2, 1]);
    await expect(store.page({ ...query, cursor: 'made-up' })).rejects.toThrow(
      "The cursor 'made-up' is not valid",
    );
  });

  it('returns releases of the service in the environments that the viewer may read', async () => {
    const at = (name: string) => ({
      kind: 'StatefulSet' as const,
      name,
      uid: name,
    });
    await store.record([
      entry(1, ours),
      entry(2, { ...ours, namespace: 'team-dev', workload: at('by-pattern') }),
      entry(3, { ...ours, namespace: 'prod', workload: at('elsewhere') }),
      entry(4, { ...ours, cluster: 'b', workload: at('other-cluster') }),
      entry(5, { workload: at('unclaimed') }),
      entry(6, {
        entity: 'component:default/orders',
        workload: at('by-entity'),
      }),
    ]);
    expect(await numbers()).toEqual([6, 2, 1]);
    expect(await numbers({ environments: [] })).toEqual([]);
    expect(await numbers({ namespace: 'team-dev' })).toEqual([2]);
    expect(await numbers({ namespace: 'prod' })).toEqual([]);
    expect(await numbers({ workload: { name: 'by-entity' } })).toEqual([6]);
    expect(
      await numbers({ workload: { kind: 'Deployment', name: 'by-entity' } }),
    ).toEqual([]);
    const { service } = query;
    expect(
      await numbers({ service: { ...service, namespace: 'team-dev' } }),
    ).toEqual([2]);
    expect(await numbers({ service: { ...service, cluster: 'b' } })).toEqual(
      [],
    );
    // A selector beats the id, as for what runs.
    expect(
      await numbers({ service: { ...service, selector: 'app in (orders)' } }),
    ).toEqual([6, 5]);
  });

  it('deletes old releases that have ended', async () => {
    await store.record([
      entry(1, { ...ours, ...completed }),
      entry(2, ours),
      entry(3, { ...ours, ...completed }),
    ]);
    expect(await store.deleteBefore('2026-01-01T00:00:03.000Z')).toBe(1);
    expect(await numbers()).toEqual([3, 2]);
    expect(await store.unfinished('a')).toMatchObject([
      { release: { to: { number: 2 } }, ownership: { id: 'orders' } },
    ]);
  });
});
