import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { EmbeddedPostgres } from '../__testUtils__/EmbeddedPostgres';
import type { EnvironmentConfig } from '../config';
import { openDatabase } from '../openDatabase';
import { DatabaseReleaseStore } from './DatabaseReleaseStore';
import { DatabaseTimelineStore } from './DatabaseTimelineStore';
import { ServiceScope } from './ServiceScope';
import type { VisibleService } from './ServiceScope';
import { ServicesHistory } from './ServicesHistory';
import { eventEntry, minute, releaseEntry } from './__testUtils__/releaseEntry';

jest.setTimeout(120_000);

const postgres = EmbeddedPostgres.announce();
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
  disableDocker: true,
});

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

const environments: EnvironmentConfig[] = [
  {
    name: 'dev',
    cluster: 'a',
    namespaces: ['dev', '*-dev'],
    production: false,
  },
  { name: 'prod', cluster: 'a', namespaces: ['prod'], production: true },
];

function service(
  name: string,
  readable: string[],
  query: Partial<VisibleService['query']> = {},
): VisibleService {
  return {
    query: { entityRef: `component:default/${name}`, id: name, ...query },
    environments: readable,
  };
}

const scopeOf = (services: VisibleService[], configs = environments) =>
  ServiceScope.of(services, configs);

it('also runs on a real PostgreSQL', () => {
  expect(databases.eachSupportedId()).toEqual([['SQLITE_3'], ['POSTGRES_18']]);
});

describe.each(databases.eachSupportedId())('ServicesHistory on %s', id => {
  let knex: Knex;
  let history: ServicesHistory;
  let store: DatabaseReleaseStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    await openDatabase({ getClient: async () => knex });
    store = DatabaseReleaseStore.create(knex);
    history = ServicesHistory.create(knex);
  });

  const ids = async (
    query: Partial<Parameters<ServicesHistory['releases']>[0]> &
      Pick<Parameters<ServicesHistory['releases']>[0], 'scope'>,
  ) => (await history.releases({ limit: 10, ...query })).map(each => each.id);

  it('reads releases of all services, newest first, with service and environment', async () => {
    await store.record([
      releaseEntry('a', 'orders', minute(1)),
      releaseEntry('b', 'bills', minute(3), { namespace: 'prod' }),
      releaseEntry('c', 'orders', minute(2), { namespace: 'team-dev' }),
    ]);
    const scope = scopeOf([
      service('orders', ['dev', 'prod']),
      service('bills', ['dev', 'prod']),
    ]);
    const releases = await history.releases({ scope, limit: 10 });
    expect(
      releases.map(each => [each.id, each.entityRef, each.environment]),
    ).toEqual([
      ['b', 'component:default/bills', 'prod'],
      ['c', 'component:default/orders', 'dev'],
      ['a', 'component:default/orders', 'dev'],
    ]);
  });

  it('leaves out services and environments that the viewer may not see', async () => {
    await store.record([
      releaseEntry('a', 'orders', minute(1)),
      releaseEntry('b', 'orders', minute(2), { namespace: 'prod' }),
      releaseEntry('c', 'bills', minute(3)),
      releaseEntry('d', 'bills', minute(4), { namespace: 'prod' }),
      releaseEntry('e', 'secret', minute(5)),
      releaseEntry('f', 'orders', minute(6), { namespace: 'elsewhere' }),
      releaseEntry('g', 'orders', minute(7), { cluster: 'b' }),
    ]);
    const scope = scopeOf([
      service('orders', ['dev']),
      service('bills', ['prod']),
    ]);
    expect(await ids({ scope })).toEqual(['d', 'a']);
    expect(await ids({ scope: scopeOf([]) })).toEqual([]);
    expect(await ids({ scope: scopeOf([service('orders', [])]) })).toEqual([]);
  });

  it('reads on until a page is full if a query selects rows of others', async () => {
    const hidden = Array.from({ length: 60 }, (_, n) =>
      releaseEntry(`h${n}`, 'pinned', minute(100 + n)),
    );
    await store.record([
      ...hidden,
      releaseEntry('x', 'pinned', minute(1), { namespace: 'team-dev' }),
      releaseEntry('y', 'pinned', minute(2), { namespace: 'team-dev' }),
    ]);
    const scope = scopeOf([
      service('pinned', ['dev'], { namespace: 'team-dev' }),
    ]);
    expect(await ids({ scope, limit: 1 })).toEqual(['y']);
    expect(await ids({ scope, limit: 5 })).toEqual(['y', 'x']);
  });

  it('applies the rules of ownership: entity, selector, binding and earlier claims', async () => {
    const labels = { app: 'selected' };
    await store.record([
      releaseEntry('named', 'orders', minute(1), {
        entity: 'component:default/bills',
      }),
      releaseEntry('selected', 'other', minute(2), { labels }),
      releaseEntry('bound', 'orders', minute(3), { namespace: 'bound-dev' }),
      releaseEntry('claimed', 'late', minute(4)),
    ]);
    const [dev] = environments;
    const configs: EnvironmentConfig[] = [
      {
        ...dev,
        bindings: [
          {
            namespaces: ['bound-*'],
            entities: ['component:default/bills'],
            owners: [],
          },
        ],
      },
    ];
    const owners = async (services: VisibleService[]) =>
      (
        await history.releases({ scope: scopeOf(services, configs), limit: 9 })
      ).map(each => `${each.id} ${each.entityRef.split('/')[1]}`);
    expect(
      await owners([
        service('orders', ['dev']),
        service('bills', ['dev']),
        service('app', ['dev'], { selector: 'app=selected' }),
        service('late', ['dev'], {
          idClaims: {
            claimants: [
              {
                entityRef: 'component:default/early',
                owners: [],
                source: 'early',
                isTrusted: false,
                isFirst: true,
              },
            ],
            first: ['component:default/early'],
          },
        }),
      ]),
    ).toEqual(['selected app', 'named bills']);
  });

  it('pages without gaps or repetitions through releases of the same time', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    await store.record(
      names.map(name => releaseEntry(name, 'orders', minute(1))),
    );
    const scope = scopeOf([service('orders', ['dev'])]);
    const first = await ids({ scope, limit: 2 });
    const second = await ids({ scope, cursor: [minute(1), 0, first[1]] });
    expect([...first, ...second]).toEqual(['e', 'd', 'c', 'b', 'a']);
    // A later source of the same time follows; an earlier one has been shown.
    expect(await ids({ scope, cursor: [minute(1), 1, 'x'] })).toEqual([]);
  });

  it('finds releases by the start of a commit or version, in which nothing is a wildcard', async () => {
    const commit = (start: string) => start.padEnd(40, '0');
    await store.record([
      releaseEntry('a', 'orders', minute(1), { commit: commit('33e3f34') }),
      releaseEntry('b', 'orders', minute(2), {
        commit: commit('33e3f35'),
        version: { value: '1.4.0-RC1', from: 'label' },
      }),
      releaseEntry('c', 'hidden', minute(3), { commit: commit('33e3f34') }),
    ]);
    const scope = scopeOf([service('orders', ['dev'])]);
    const find = async (text: string) =>
      (await history.releasesOf(text, { scope, limit: 10 })).map(e => e.id);
    expect(await find('33E3f34')).toEqual(['a']);
    expect(await find('33e3')).toEqual(['b', 'a']);
    expect(await find('33e')).toEqual([]);
    expect(await find('1.4.0-rc')).toEqual(['b']);
    expect(await find('1_4')).toEqual([]);
    expect(await find('%')).toEqual([]);
  });

  it('combines the names of services with commits', async () => {
    await store.record([
      releaseEntry('a', 'orders', minute(1)),
      releaseEntry('b', 'bills', minute(2), {
        version: { value: 'orders-2', from: 'tag' },
      }),
      releaseEntry('c', 'bills', minute(3)),
    ]);
    const orders = service('orders', ['dev']);
    const scope = scopeOf([orders, service('bills', ['dev'])]);
    const search = { services: scopeOf([orders]), text: 'orders' };
    expect(await ids({ scope, search })).toEqual(['b', 'a']);
  });

  it('reads events of the chosen types', async () => {
    await DatabaseTimelineStore.create(knex).record([
      eventEntry('a', 'orders', minute(1)),
      eventEntry('b', 'orders', minute(2), {
        event: { type: 'restarted', container: 'orders' },
      }),
      eventEntry('c', 'orders', minute(3), { namespace: 'prod' }),
    ]);
    const scope = scopeOf([service('orders', ['dev'])]);
    const events = await history.events({
      scope,
      types: ['scaled', 'evicted'],
      limit: 10,
    });
    expect(events.map(({ record, owner }) => [record.id, owner])).toEqual([
      ['a', { entityRef: 'component:default/orders', environment: 'dev' }],
    ]);
  });

  it('asks the database once for 1,000 services with different permissions', async () => {
    const names = Array.from({ length: 1_000 }, (_, n) => `service-${n}`);
    await store.record(
      names.map((name, n) => releaseEntry(`r${n}`, name, minute(n))).slice(-40),
    );
    const scope = scopeOf(
      names.map((name, n) => service(name, n % 2 ? ['dev'] : ['prod'])),
    );
    let queries = 0;
    knex.on('query', () => {
      queries += 1;
    });
    expect(await ids({ scope, limit: 3 })).toEqual(['r999', 'r997', 'r995']);
    expect(queries).toBe(1);
  });
});
