import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import type { Knex } from 'knex';
import { FakeProvider, listedRun } from '../__testUtils__/FakeProvider';
import { ManualClock } from '../__testUtils__/ManualClock';
import { waitFor } from '../__testUtils__/waitFor';
import { openDatabase } from '../openDatabase';
import { DatabasePipelineStore } from './DatabasePipelineStore';
import { JobPoller } from './JobPoller';
import { mergeRun } from './JobState';
import { pipelineId, runId } from './pipelineIds';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const stopped = new AbortController();
afterAll(() => stopped.abort());

async function openStore() {
  const knex: Knex = await databases.init('SQLITE_3');
  await openDatabase({ getClient: async () => knex });
  return DatabasePipelineStore.create(knex);
}

type Store = Awaited<ReturnType<typeof openStore>>;

function pollerOf(provider: FakeProvider, clock: ManualClock, store: Store) {
  return JobPoller.create({
    provider,
    job: { server: 'default', job: 'harbour/orders' },
    store,
    clock,
    logger: mockServices.logger.mock(),
    onChange: () => {},
  });
}

const outcomes = (poller: JobPoller) =>
  Object.fromEntries(
    [...poller.state().pipelines.values()].map(({ listed, runs }) => [
      listed.name,
      runs.map(({ number, status }) => `${number} ${status.state}`),
    ]),
  );

/** Waits for a condition that does not depend on the clock. */
const until = (isTrue: () => boolean) => waitFor('the condition', isTrue);

describe('JobPoller', () => {
  it('reads a finished run only once, for all viewers and after a restart', async () => {
    const store = await openStore();
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [
      listedRun(1, 'failed'),
      listedRun(2, 'succeeded'),
    ]);
    const poller = pollerOf(provider, clock, store);
    poller.watch(stopped.signal);
    poller.watch(stopped.signal);
    await until(() => provider.asked.length >= 4);
    expect(provider.asked).toEqual([
      'list',
      'runs harbour/orders/main 15',
      'run harbour/orders/main 2',
      'run harbour/orders/main 1',
    ]);
    await clock.pass(60_000);
    await until(() => provider.asked.length === 5);
    expect(provider.asked[4]).toBe('list');

    const again = new FakeProvider();
    again.runs.set('harbour/orders/main', [
      ...(provider.runs.get('harbour/orders/main') ?? []),
      listedRun(3, 'succeeded'),
    ]);
    const restarted = pollerOf(again, clock, store);
    await restarted.restore();
    expect(outcomes(restarted)).toEqual({ main: ['2 finished', '1 finished'] });
    expect(restarted.state().sync.state).toBe('stale');
    restarted.watch(stopped.signal);
    await until(() => again.asked.length >= 3);
    expect(again.asked).toEqual([
      'list',
      'runs harbour/orders/main 1',
      'run harbour/orders/main 3',
    ]);
  });

  it('polls an active run less often while it does not change, and stops without viewers', async () => {
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [listedRun(1)]);
    const poller = pollerOf(provider, clock, await openStore());
    const leave = poller.watch(stopped.signal);
    await until(() => provider.asked.length === 3);
    const times: number[] = [];
    for (let second = 0; second < 50; second += 1) {
      const before = provider.asked.length;
      await clock.pass(1000);
      await until(() => !poller.isBusy);
      if (provider.asked.length > before) times.push(clock.now() / 1000);
    }
    const gaps = times.slice(1).map((time, index) => time - times[index]);
    expect(gaps[0]).toBeLessThanOrEqual(3);
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(14);
    expect(times.length).toBeLessThan(12);

    leave();
    await clock.pass(1000);
    const asked = provider.asked.length;
    await clock.pass(600_000);
    expect(provider.asked).toHaveLength(asked);
  });

  it('reads the stages of other runs, although those of one cannot be read, and tries that one again', async () => {
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [
      listedRun(1, 'succeeded'),
      listedRun(2, 'failed'),
    ]);
    const store = await openStore();
    const readRun = provider.readRun;
    let isBroken = true;
    provider.readRun = async (ref, options) => {
      const { stages, ...parts } = await readRun(ref, options);
      return ref.number === 2 && isBroken
        ? { ...parts, problems: [otherProblem('500')] }
        : { ...parts, stages };
    };
    const poller = pollerOf(provider, clock, store);
    poller.watch(stopped.signal);
    const stagesOf = (number: number) =>
      [...poller.state().pipelines.values()][0]?.runs.find(
        run => run.number === number,
      )?.stages;
    const readsOf2 = () =>
      provider.asked.filter(each => each === 'run harbour/orders/main 2')
        .length;
    await until(() => readsOf2() === 1 && !poller.isBusy);
    await clock.pass(3_000);
    await until(() => stagesOf(1) !== undefined && !poller.isBusy);
    expect(stagesOf(2)).toBeUndefined();
    // What is incomplete is not stored as final.
    const id = pipelineId('fake', 'default', 'harbour/orders/main');
    expect((await store.run(runId(id, 1)))?.parts).toBeDefined();
    expect((await store.run(runId(id, 2)))?.parts).toBeUndefined();
    isBroken = false;
    for (let minute = 0; minute < 11; minute += 1) {
      await clock.pass(60_000);
      await until(() => !poller.isBusy);
    }
    await until(() => stagesOf(2) !== undefined);
    expect(readsOf2()).toBe(2);
  });

  it('reads other runs, although one cannot be read at all', async () => {
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [
      listedRun(1, 'succeeded'),
      listedRun(2, 'failed'),
    ]);
    const readRun = provider.readRun;
    provider.readRun = async (ref, options) => {
      if (ref.number === 2) throw new ServiceUnavailableError('500');
      return readRun(ref, options);
    };
    const poller = pollerOf(provider, clock, await openStore());
    poller.watch(stopped.signal);
    const stagesOf1 = () =>
      [...poller.state().pipelines.values()][0]?.runs.find(
        ({ number }) => number === 1,
      )?.stages;
    await until(() => provider.asked.length >= 2 && !poller.isBusy);
    await clock.pass(3_000);
    await until(() => stagesOf1() !== undefined);
    expect(poller.state().sync.state).toBe('synced');
  });

  it('keeps the progress of other runs, although one was deleted', async () => {
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [listedRun(1), listedRun(2)]);
    const poller = pollerOf(provider, clock, await openStore());
    poller.watch(stopped.signal);
    await until(() => outcomes(poller).main?.length === 2);
    provider.runs.set('harbour/orders/main', [listedRun(2, 'succeeded')]);
    await clock.pass(3_000);
    await until(() => outcomes(poller).main?.join() === '2 finished');
    expect(provider.asked).toContain('run harbour/orders/main 2');
  });

  it('does not keep stages from before the end of a run', () => {
    const stages = [
      {
        id: '1',
        name: 'Build',
        status: 'running' as const,
        isParallel: false,
        hasLog: true,
        children: [],
      },
    ];
    const running = { ...listedRun(1), stages };
    const over = listedRun(1, 'failed');
    expect(mergeRun(running, over).stages).toBeUndefined();
    expect(mergeRun({ ...over, stages }, over).stages).toEqual(stages);
  });

  it('polls a waiting run less often, and stores it once, while only its pause grows', async () => {
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [
      listedRun(1, undefined, {
        status: { state: 'waiting', message: 'Deploy?' },
      }),
    ]);
    const { readProgress } = provider;
    provider.readProgress = async (...args) => ({
      ...(await readProgress(...args)),
      stages: [
        {
          id: '1',
          name: 'Deploy',
          status: 'waiting',
          durationMs: 1_000 + clock.now(),
          pausedMs: clock.now(),
          isParallel: false,
          hasLog: true,
          children: [],
        },
      ],
    });
    const store = await openStore();
    const putRuns = jest.spyOn(store, 'putRuns');
    const poller = pollerOf(provider, clock, store);
    const leave = poller.watch(stopped.signal);
    await until(() => provider.asked.length === 3);
    for (let second = 0; second < 50; second += 1) {
      await clock.pass(1000);
      await until(() => !poller.isBusy);
    }
    leave();
    expect(provider.asked.length).toBeGreaterThan(4);
    expect(provider.asked.length).toBeLessThan(12);
    // Once as it is listed, once with its stages
    expect(putRuns).toHaveBeenCalledTimes(2);
  });

  it('lists once a minute, even if a list takes long', async () => {
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [listedRun(1, 'succeeded')]);
    const list = provider.listPipelines;
    provider.listPipelines = async (...args) => {
      await clock.pass(45_000);
      return list(...args);
    };
    const poller = pollerOf(provider, clock, await openStore());
    poller.watch(stopped.signal);
    await until(() => provider.asked.length === 3);
    await until(() => !poller.isBusy);
    await clock.pass(60_000);
    await until(() => provider.asked.length === 4);
    expect(provider.asked[3]).toBe('list');
  });

  it('keeps the last known state while the server is unavailable, and then recovers', async () => {
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [listedRun(1, 'succeeded')]);
    const poller = pollerOf(provider, clock, await openStore());
    poller.watch(stopped.signal);
    await until(() => provider.asked.length === 3);
    const { readAt } = poller.state().sync;
    provider.failure = new ServiceUnavailableError('default is restarting');
    await clock.pass(60_000);
    await until(() => poller.state().sync.state === 'stale');
    expect(poller.state().sync).toEqual({
      state: 'stale',
      readAt,
      problem: otherProblem('default is restarting'),
    });
    expect(outcomes(poller)).toEqual({ main: ['1 finished'] });
    provider.failure = undefined;
    await clock.pass(5_000);
    await until(() => poller.state().sync.state === 'synced');
  });

  it('reads the default branch and branches with an active run without viewers', async () => {
    const provider = new FakeProvider();
    provider.runs.set('harbour/orders/main', [listedRun(1, 'succeeded')]);
    provider.runs.set('harbour/orders/idle', [listedRun(1, 'succeeded')]);
    provider.runs.set('harbour/orders/fix', [
      listedRun(1, 'succeeded'),
      listedRun(2, undefined, {
        status: { state: 'waiting', message: 'Deploy?' },
      }),
    ]);
    const store = await openStore();
    const clock = new ManualClock();
    const poller = pollerOf(provider, clock, store);
    expect(poller.isUrgent).toBe(false);
    await poller.refresh(stopped.signal);
    expect(poller.isUrgent).toBe(true);
    expect(outcomes(poller)).toEqual({
      main: ['1 finished'],
      idle: [],
      fix: ['2 waiting', '1 finished'],
    });
    await expect(store.unfinishedRuns()).resolves.toMatchObject([
      {
        pipeline: { fullName: 'harbour/orders/fix' },
        run: { number: 2, status: { message: 'Deploy?' } },
      },
    ]);

    provider.runs.set('harbour/orders/fix', [listedRun(1, 'succeeded')]);
    await clock.pass(60_000);
    await poller.refresh(stopped.signal);
    expect(outcomes(poller).fix).toEqual(['1 finished']);
    expect(poller.isUrgent).toBe(false);
    poller.refreshNow();
    expect(poller.isUrgent).toBe(true);
    await expect(store.unfinishedRuns()).resolves.toEqual([]);
  });

  it('drops an active run and a branch that were deleted', async () => {
    const provider = new FakeProvider();
    const clock = new ManualClock();
    provider.runs.set('harbour/orders/main', [
      listedRun(1, 'succeeded'),
      listedRun(2),
    ]);
    provider.runs.set('harbour/orders/fix', [listedRun(1)]);
    const poller = pollerOf(provider, clock, await openStore());
    poller.watch(stopped.signal);
    await until(() => Object.values(outcomes(poller)).flat().length === 3);
    provider.runs.set('harbour/orders/main', [listedRun(1, 'succeeded')]);
    provider.runs.delete('harbour/orders/fix');
    await clock.pass(3_000);
    await until(() => !('fix' in outcomes(poller)));
    expect(outcomes(poller)).toEqual({ main: ['1 finished'] });
  });
});
