import { TestDatabases } from '@backstage/backend-test-utils';
import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { ActivityItem } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import { EmbeddedPostgres } from '../__testUtils__/EmbeddedPostgres';
import {
  eventEntry,
  minute,
  releaseEntry,
} from '../history/__testUtils__/releaseEntry';
import { openDatabase } from '../openDatabase';
import type { FleetView } from '../services';
import type { ActivitySelection } from './ActivityReader';
import {
  actionRecord,
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

const answer = (runId: string) =>
  ({
    kind: 'run.answer',
    runId,
    inputId: 'Deploy',
    decision: 'proceed',
    parameters: { TOKEN: 'secret' },
  }) as const;

const failed = {
  outcome: {
    state: 'failed' as const,
    endedAt: minute(9),
    ...releaseExplanation('deadlineExceeded', { message: 'too late' }),
  },
};

describe.each(databases.eachSupportedId())('ActivityReader on %s', id => {
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

  const page = (
    selection: Partial<ActivitySelection> = {},
    view: FleetView = everything,
  ) => portal.reader.page(view, { limit: 50, ...selection }, readEntities);

  const idsOf = (items: ActivityItem[]) => items.map(item => item.id);

  const ids = async (...options: Parameters<typeof page>) =>
    idsOf((await page(...options)).items);

  async function record() {
    await portal.releases.record([
      releaseEntry('release', 'orders', minute(1)),
      releaseEntry('broken', 'bills', minute(2), {
        namespace: 'prod',
        ...failed,
      }),
      releaseEntry('hidden', 'secret', minute(3)),
    ]);
    await portal.timeline.record([
      eventEntry('scaled', 'orders', minute(4), { namespace: 'prod' }),
      eventEntry('restarted', 'bills', minute(5), {
        event: { type: 'restarted', container: 'bills', reason: 'OOMKilled' },
        pod: 'bills-1',
      }),
      eventEntry('rollout', 'orders', minute(1), {
        event: {
          type: 'rollout',
          releaseId: 'release',
          number: 1,
          state: 'completed',
        },
      }),
      eventEntry('secret-scaled', 'secret', minute(6)),
    ]);
    const run = 'aaaaaaaaaaaa-7';
    await portal.putAction(
      actionRecord('approved', 'orders', minute(7), answer(run)),
    );
    await portal.putAction(
      actionRecord('stopped', 'bills', minute(8), {
        kind: 'run.stop',
        runId: run,
      }),
    );
    await portal.putAction(
      actionRecord('rejected', 'bills', minute(8), answer(run), {
        state: 'rejected',
      }),
    );
    await portal.putAction(
      actionRecord('secret-approved', 'secret', minute(9), answer(run)),
    );
  }

  it('joins releases, events and actions of all services, newest first', async () => {
    await record();
    const { items, nextCursor } = await page();
    expect(idsOf(items)).toEqual([
      'stopped',
      'approved',
      'restarted',
      'scaled',
      'broken',
      'release',
    ]);
    expect(nextCursor).toBeUndefined();
    expect(items[1]).toEqual({
      type: 'action',
      id: 'approved',
      at: minute(7),
      entityRef: refOf('orders'),
      title: 'orders',
      action: {
        id: 'approved',
        kind: 'run.answer',
        state: 'succeeded',
        decision: 'proceed',
        person: { name: 'ada', entityRef: 'user:default/ada' },
        run: { id: 'aaaaaaaaaaaa-7' },
      },
    });
    expect(items[3]).toMatchObject({
      type: 'event',
      entityRef: refOf('orders'),
      entry: { environment: 'prod', event: { type: 'scaled', to: 2 } },
    });
  });

  it('shows nothing of services and environments that the viewer may not see', async () => {
    await record();
    const guest = viewOf({ orders: ['dev'], bills: [] });
    expect(await ids({}, { ...guest, runs: new Set() })).toEqual(['release']);
    expect(await ids({}, guest)).toEqual(['stopped', 'approved', 'release']);
    expect(await ids({}, viewOf({}))).toEqual([]);
    // Not by a cursor, either: a full page has no rest that is hidden.
    const first = await page({ limit: 1 }, { ...guest, runs: new Set() });
    expect(first.nextCursor).toBeUndefined();
  });

  it('limits actions in an environment to viewers of the environment', async () => {
    await portal.putAction(
      actionRecord('in-prod', 'orders', minute(1), answer('aaaaaaaaaaaa-7'), {
        target: {
          type: 'service',
          entityRef: refOf('orders'),
          environment: 'prod',
        },
      }),
    );
    expect(await ids({}, viewOf({ orders: ['dev'] }))).toEqual([]);
    expect(await ids({}, viewOf({ orders: ['prod'] }))).toEqual(['in-prod']);
  });

  it.each<[Partial<ActivitySelection>, string[]]>([
    [{ kind: ['release'] }, ['broken', 'release']],
    [{ kind: ['failure'] }, ['restarted', 'broken']],
    [{ kind: ['scaling'] }, ['scaled']],
    [{ kind: ['approval'] }, ['approved']],
    [{ kind: ['action'] }, ['stopped']],
    [{ kind: ['approval', 'scaling'] }, ['approved', 'scaled']],
    [{ environment: 'prod' }, ['scaled', 'broken']],
    [{ environment: 'nowhere' }, []],
    [{ text: 'ORD' }, ['approved', 'scaled', 'release']],
    [{ text: 'bills orders' }, []],
    [
      { owner: ['group:default/bills-team'] },
      ['stopped', 'restarted', 'broken'],
    ],
    [{ owner: ['group:default/secret-team'] }, []],
  ])('selects %j', async (selection, expected) => {
    await record();
    expect(await ids(selection)).toEqual(expected);
  });

  it('pages through all sources without gaps or repetitions, also at the same time', async () => {
    const numbers = [1, 2, 3];
    await portal.releases.record(
      numbers.map(n => releaseEntry(`r${n}`, 'orders', minute(1))),
    );
    await portal.timeline.record(
      numbers.map(n =>
        eventEntry(`e${n}`, 'orders', minute(n), {
          event: { type: 'scaled', from: n, to: n + 1, by: 'kubectl' },
        }),
      ),
    );
    for (const n of numbers) {
      await portal.putAction(
        actionRecord(`a-${n}`, 'orders', minute(1), answer('aaaaaaaaaaaa-7')),
      );
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const next = await page({ limit: 2, cursor });
      seen.push(...idsOf(next.items));
      cursor = next.nextCursor;
    } while (cursor);
    expect(seen).toEqual([
      ...['e3', 'e2', 'r3', 'r2', 'r1', 'e1'],
      ...['a-3', 'a-2', 'a-1'],
    ]);
    await expect(page({ cursor: 'odd' })).rejects.toThrow(/cursor/i);
  });

  it('merges equal events of a workload', async () => {
    await portal.timeline.record(
      [1, 2, 3].map(n =>
        eventEntry(`c${n}`, 'orders', minute(n), {
          event: { type: 'restarted', container: 'orders', exitCode: 1 },
          pod: `orders-${n}`,
        }),
      ),
    );
    const { items } = await page();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id: 'c3',
      entry: {
        count: 3,
        firstAt: minute(1),
        pods: ['orders-1', 'orders-2', 'orders-3'],
      },
    });
  });

  it('names the person behind a release, if the viewer may read pipelines', async () => {
    await portal.putRuns(
      'orders',
      runRecord(7, minute(1), {
        commit: { hash: 'c'.repeat(40), author: { name: 'Grace' } },
      }),
    );
    const release = releaseEntry('r', 'orders', minute(5), {
      buildUrl: 'https://jenkins/job/orders/job/main/7/display/redirect',
    });
    await portal.releases.record([release]);
    const who = async (view: FleetView) => {
      const [item] = (await page({ kind: ['release'] }, view)).items;
      return item.type === 'release' ? item.release.who : undefined;
    };
    expect(await who(everything)).toEqual({
      person: { name: 'Grace' },
      role: 'author',
    });
    expect(await who({ ...everything, runs: new Set() })).toEqual({
      person: { name: 'harbour-ci' },
      role: 'field-manager',
    });
  });
});
