import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { EmbeddedPostgres } from '../__testUtils__/EmbeddedPostgres';
import { minute, releaseEntry } from '../history/__testUtils__/releaseEntry';
import { openDatabase } from '../openDatabase';
import {
  activityPortal,
  readEntities,
  refOf,
  runRecord,
  viewOf,
} from './__testUtils__/activityPortal';

jest.setTimeout(120_000);

const postgres = EmbeddedPostgres.announce();
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
  disableDocker: true,
});

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

const hash = (start: string) => start.padEnd(40, '0');
const version = (value: string) => ({ value, from: 'label' as const });

describe.each(databases.eachSupportedId())('CommitSearcher on %s', id => {
  let knex: Knex;
  let portal: ReturnType<typeof activityPortal>;

  beforeEach(async () => {
    knex = await databases.init(id);
    await openDatabase({ getClient: async () => knex });
    portal = activityPortal(knex);
  });

  const everything = viewOf({
    orders: ['dev', 'prod'],
    bills: ['dev', 'prod'],
  });
  const search = (text: string, view = everything, limit = 10) =>
    portal.commits.search(view, { search: text, limit }, readEntities);
  const found = async (...options: Parameters<typeof search>) =>
    (await search(...options)).matches.map(({ title, commit, version: v }) =>
      [title, commit?.hash.slice(0, 7), v].filter(Boolean).join(' '),
    );

  it('finds an older commit, its releases and its run, and asks where it is deployed', async () => {
    await portal.releases.record([
      releaseEntry('a', 'orders', minute(1), {
        commit: hash('33e3f34'),
        version: version('1.4.0'),
      }),
      releaseEntry('b', 'orders', minute(2), {
        commit: hash('33e3f34'),
        namespace: 'prod',
        version: version('1.4.0'),
      }),
      releaseEntry('c', 'orders', minute(3), { commit: hash('b89bb6d') }),
    ]);
    await portal.putRuns(
      'orders',
      runRecord(7, minute(0), {
        commit: { hash: hash('33e3f34'), message: 'Weigh twice' },
      }),
    );
    const { matches, isTruncated } = await search('33E3F34');
    expect(matches).toEqual([
      {
        entityRef: refOf('orders'),
        title: 'orders',
        commit: { hash: hash('33e3f34'), message: 'Weigh twice' },
        version: '1.4.0',
        environments: [],
        releases: [
          {
            environment: 'prod',
            releaseId: 'b',
            startedAt: minute(2),
            state: 'completed',
          },
          {
            environment: 'dev',
            releaseId: 'a',
            startedAt: minute(1),
            state: 'completed',
          },
        ],
        run: { id: expect.stringMatching(/-7$/), name: '#7' },
      },
    ]);
    expect(isTruncated).toBe(false);
    expect(portal.environmentsOf.mock.calls).toEqual([
      [
        expect.objectContaining({ kind: 'Component' }),
        { query: expect.anything(), environments: ['dev', 'prod'] },
        hash('33e3f34'),
        true,
      ],
    ]);
  });

  it('finds versions, commits of runs that were never released, and words of messages', async () => {
    await portal.releases.record([
      releaseEntry('a', 'orders', minute(1), { version: version('1.4.0') }),
      releaseEntry('b', 'bills', minute(2), {
        version: version('1.4.1'),
        commit: hash('4444444'),
      }),
    ]);
    await portal.putRuns(
      'bills',
      runRecord(1, minute(0), {
        commit: { hash: hash('abcdef1'), message: 'Fix the 100 % rounding' },
      }),
    );
    expect(await found('1.4')).toEqual(['bills 4444444 1.4.1', 'orders 1.4.0']);
    expect(await found('abcd')).toEqual(['bills abcdef1']);
    expect(await found('rounding FIX')).toEqual(['bills abcdef1']);
    expect(await found('100 %')).toEqual(['bills abcdef1']);
    expect(await found('rounding away')).toEqual([]);
    expect(await found('abc')).toEqual([]);
  });

  it('shows nothing of services, environments and pipelines that the viewer may not see', async () => {
    await portal.releases.record([
      releaseEntry('a', 'orders', minute(1), { commit: hash('33e3f34') }),
      releaseEntry('b', 'bills', minute(2), {
        commit: hash('33e3f34'),
        namespace: 'prod',
      }),
      releaseEntry('c', 'secret', minute(3), { commit: hash('33e3f34') }),
    ]);
    const commit = { hash: hash('33e3f34'), message: 'Hide me' };
    await portal.putRuns('secret', runRecord(1, minute(0), { commit }));
    await portal.putRuns('orders', runRecord(1, minute(0), { commit }));
    const guest = {
      ...viewOf({ orders: ['dev'], bills: ['dev'] }),
      runs: new Set<string>(),
    };
    expect(await search('33e3f34', guest)).toEqual({
      matches: [
        {
          entityRef: refOf('orders'),
          title: 'orders',
          commit: { hash: hash('33e3f34') },
          environments: [],
          releases: [expect.objectContaining({ releaseId: 'a' })],
        },
      ],
      isTruncated: false,
    });
    expect(await found('hide me', guest)).toEqual([]);
    expect(await found('hide me')).toEqual(['orders 33e3f34']);
    expect(await found('33e3f34', viewOf({}))).toEqual([]);
  });

  it('says that there are more matches', async () => {
    await portal.releases.record(
      [1, 2, 3].map(n =>
        releaseEntry(`r${n}`, 'orders', minute(n), {
          version: version(`2.0.${n}`),
        }),
      ),
    );
    const { matches, isTruncated } = await search('2.0', everything, 2);
    expect(matches.map(each => each.version)).toEqual(['2.0.3', '2.0.2']);
    expect(isTruncated).toBe(true);
  });
});
