import { TestDatabases } from '@backstage/backend-test-utils';
import { requestProblem } from '@fairway/backstage-plugin-delivery-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { pipelineId, runId } from '../pipelines/pipelineIds';
import { listedRun } from '../__testUtils__/FakeProvider';
import { actionPortal } from './__testUtils__/actionPortal';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const main = pipelineId('fake', 'default', 'harbour/orders/main');
const { signal } = new AbortController();
const DAY_MS = 24 * 3600_000;

async function portal() {
  const knex = await databases.init('SQLITE_3');
  const created = await actionPortal({ knex });
  /** An entry that a crashed replica left without an outcome. */
  const leave = async (state: 'pending' | 'queued', rest: object = {}) => {
    await knex('actions').insert({
      id: 'left',
      idempotency_key: 'left-by-a-crash',
      actor: 'user:default/ada',
      target: JSON.stringify({
        type: 'service',
        entityRef: 'component:default/orders',
      }),
      action: JSON.stringify({ kind: 'run.stop', runId: runId(main, 2) }),
      at: new Date(created.clock.now()).toISOString(),
      state,
      ...rest,
    });
  };
  const settleAfter = async (ms: number) => {
    await created.clock.pass(ms);
    await created.settler.settle(signal);
  };
  return { ...created, leave, settleAfter };
}

describe('ActionSettler', () => {
  it('observes a pending action of a crashed replica once no replica can be executing it', async () => {
    const { provider, leave, read, settleAfter } = await portal();
    await leave('pending');
    provider.runs.set('harbour/orders/main', [
      listedRun(1, 'succeeded'),
      listedRun(2, 'failed'),
    ]);
    await settleAfter(0);
    await settleAfter(60_000);
    expect((await read('left')).state).toBe('pending');
    await settleAfter(30_000);
    expect((await read('left')).state).toBe('succeeded');
  });

  it('says why an outcome cannot be observed, and goes on until it can', async () => {
    const { provider, logger, leave, read, settleAfter } = await portal();
    await leave('pending');
    const { readRun } = provider;
    provider.readRun = async () => {
      throw new ServiceUnavailableError('default is restarting');
    };
    await settleAfter(0);
    for (let time = 0; time < 8; time += 1) await settleAfter(90_000);
    expect(await read('left')).toMatchObject({
      state: 'pending',
      outcome: {
        code: 'notObserved',
        values: { message: 'default is restarting' },
      },
    });
    expect(logger.warn).toHaveBeenCalledTimes(1);
    provider.readRun = readRun;
    await settleAfter(90_000);
    expect((await read('left')).state).toBe('failed');
  });

  it('gives up after a day and says that the outcome is unknown', async () => {
    const { provider, leave, read, settleAfter } = await portal();
    await leave('pending');
    provider.readRun = async () => {
      throw new ServiceUnavailableError('default is gone');
    };
    await settleAfter(0);
    await settleAfter(DAY_MS + 90_000);
    expect(await read('left')).toMatchObject({
      state: 'unknown',
      outcome: {
        code: 'outcomeUnknown',
        values: { where: 'component:default/orders' },
      },
    });
  });

  it('gives up a queued action whose provider is uninstalled', async () => {
    const { leave, read, settleAfter } = await portal();
    const pipeline = { server: 'default', job: 'a', fullName: 'a/main' };
    const tracking = { provider: 'gone', pipeline, queueId: '7' };
    await leave('queued', { tracking: JSON.stringify(tracking) });
    await settleAfter(0);
    for (let time = 0; time < 5; time += 1) await settleAfter(60_000);
    expect(await read('left')).toMatchObject({
      state: 'queued',
      outcome: {
        code: 'notObserved',
        cause: requestProblem('providerUnknown', { provider: 'gone' }),
      },
    });
    await settleAfter(DAY_MS);
    expect((await read('left')).state).toBe('unknown');
  });

  it('does not observe an action while it is being executed', async () => {
    const { provider, clock, settler, perform, read, rows } = await portal();
    let finish = () => {};
    const executing = new Promise<void>(resolve => {
      finish = resolve;
    });
    let isStarted = () => {};
    const started = new Promise<void>(resolve => {
      isStarted = resolve;
    });
    provider.performAction = async () => {
      isStarted();
      await executing;
      return { state: 'done' };
    };
    const done = perform({ kind: 'run.stop', runId: runId(main, 2) });
    await started;
    await clock.pass(DAY_MS * 2);
    await settler.settle(signal);
    expect(await rows()).toMatchObject([{ state: 'pending' }]);
    finish();
    const { id } = await done;
    expect((await read(id)).state).toBe('succeeded');
  });

  it('runs until it is stopped, and looks again when it is woken', async () => {
    const { provider, clock, settler, leave, read } = await portal();
    const stopped = new AbortController();
    const running = settler.run(stopped.signal);
    await clock.pass(0);
    provider.runs.set('harbour/orders/main', [listedRun(2, 'failed')]);
    await leave('pending', { at: new Date(-DAY_MS).toISOString() });
    settler.wake();
    while ((await read('left')).state === 'pending') await clock.pass(1_000);
    expect((await read('left')).state).toBe('succeeded');
    stopped.abort();
    await running;
  });
});
