import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { EmbeddedPostgres } from '../__testUtils__/EmbeddedPostgres';
import { DatabaseTimelineStore } from './DatabaseTimelineStore';
import type { HistoryQuery } from './historyQuery';
import { openDatabase } from '../openDatabase';
import type {
  TimelineEventEntry,
  RecordedTimelineEvent,
} from './recordedTimelineEvent';

jest.setTimeout(60_000);

const postgres = EmbeddedPostgres.announce();
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
  disableDocker: true,
});

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

function restart(
  id: string,
  number: number,
  second: number,
  rest: Partial<RecordedTimelineEvent> = {},
): TimelineEventEntry {
  const at = `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`;
  const labels = { 'backstage.io/kubernetes-id': 'orders' };
  return {
    ownership: { id: 'orders', labels },
    record: {
      id,
      cluster: 'a',
      namespace: 'dev',
      workload: { kind: 'Deployment', name: 'orders', uid: 'w' },
      event: { type: 'restarted', container: 'orders', exitCode: number },
      firstAt: at,
      lastAt: at,
      firstNumber: number,
      lastNumber: number,
      pod: 'orders-p',
      ...rest,
    },
  };
}

const query: HistoryQuery = {
  service: { entityRef: 'component:default/orders', id: 'orders' },
  environments: [
    { name: 'dev', cluster: 'a', namespaces: ['dev'], production: false },
  ],
  limit: 10,
};

it('also runs on a real PostgreSQL', () => {
  expect(databases.eachSupportedId()).toEqual([['SQLITE_3'], ['POSTGRES_18']]);
});

describe.each(databases.eachSupportedId())(
  'DatabaseTimelineStore on %s',
  id => {
    let knex: Knex;
    let store: DatabaseTimelineStore;

    beforeEach(async () => {
      knex = await databases.init(id);
      await openDatabase({ getClient: async () => knex });
      store = DatabaseTimelineStore.create(knex);
    });

    it('merges observations of different replicas', async () => {
      const parts = [
        restart('x', 1, 1),
        restart('x', 4, 9),
        restart('x', 2, 3),
      ];
      await Promise.all(
        parts.map(part => DatabaseTimelineStore.create(knex).record([part])),
      );
      await store.record(parts);
      const { events } = await store.page(query);
      expect(events).toEqual([
        {
          ...restart('x', 4, 9).record,
          firstAt: '2026-01-01T00:00:01.000Z',
          firstNumber: 1,
        },
      ]);
    });

    it('pages from the newest to the oldest', async () => {
      await store.record([
        restart('x', 1, 1),
        restart('y', 1, 3),
        restart('z', 1, 2),
        restart('elsewhere', 1, 4, { namespace: 'prod' }),
      ]);
      const first = await store.page({ ...query, limit: 2 });
      expect(first.events.map(h => h.id)).toEqual(['y', 'z']);
      const second = await store.page({ ...query, cursor: first.nextCursor });
      expect(second.events.map(h => h.id)).toEqual(['x']);
      expect(second.nextCursor).toBeUndefined();
    });

    it('deletes old events', async () => {
      await store.record([restart('x', 1, 1), restart('y', 1, 3)]);
      expect(await store.deleteBefore('2026-01-01T00:00:02.000Z')).toBe(1);
      const { events } = await store.page(query);
      expect(events.map(h => h.id)).toEqual(['y']);
    });
  },
);
