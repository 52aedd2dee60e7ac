import { TestDatabases } from '@backstage/backend-test-utils';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { Stage } from '@fairway/backstage-plugin-delivery-common';
import { EmbeddedPostgres } from '../../__testUtils__/EmbeddedPostgres';
import { listedRun } from '../../__testUtils__/FakeProvider';
import { pipelineId, runId } from '../../pipelines/pipelineIds';
import { actionPortal, orders } from '../__testUtils__/actionPortal';

jest.setTimeout(60_000);

const postgres = EmbeddedPostgres.announce();
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
  disableDocker: true,
});

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

const main = pipelineId('fake', 'default', 'harbour/orders/main');
const { signal } = new AbortController();

describe.each(databases.eachSupportedId())('run actions on %s', id => {
  const portal = async () => actionPortal({ knex: await databases.init(id) });

  it('stores who, what and why before the action, and its outcome', async () => {
    const { provider, perform, read, rows } = await portal();
    const done = await perform(
      { kind: 'run.stop', runId: runId(main, 2) },
      { reason: 'It tests the wrong branch' },
    );
    expect(done).toMatchObject({
      state: 'succeeded',
      actor: 'user:default/ada',
    });
    expect(await read(done.id)).toEqual(done);
    const [row] = await rows();
    expect(row).toMatchObject({
      reason: 'It tests the wrong branch',
      before: JSON.stringify({
        run: 'harbour/orders/main #2',
        outcome: 'running',
      }),
      state: 'succeeded',
    });
    expect(provider.asked.filter(what => what === 'act stop')).toHaveLength(1);
  });

  it('does the same request once, and rejects another with the same key', async () => {
    const { provider, clock, perform } = await portal();
    const stop = { kind: 'run.stop', runId: runId(main, 2) };
    const first = await perform(stop, { key: 'same-key' });
    provider.runs.set('harbour/orders/main', [
      listedRun(1, 'succeeded'),
      listedRun(2, 'failed'),
    ]);
    await clock.pass(2_000);
    const second = await perform(stop, { key: 'same-key' });
    expect(second.id).toBe(first.id);
    expect(provider.asked.filter(what => what === 'act stop')).toHaveLength(1);
    await expect(
      perform(
        { kind: 'run.rebuild', runId: runId(main, 1) },
        { key: 'same-key' },
      ),
    ).rejects.toThrow(
      '409 This idempotency key was used for a different request',
    );
  });

  it('follows a queued action until its run has started', async () => {
    const { provider, clock, settler, perform, read } = await portal();
    const queued = await perform({
      kind: 'run.rebuild',
      runId: runId(main, 1),
    });
    expect(queued.state).toBe('queued');
    await settler.settle(signal);
    await clock.pass(1_000);
    await settler.settle(signal);
    expect(await read(queued.id)).toMatchObject({
      state: 'queued',
      outcome: {
        code: 'queued',
        values: { reason: 'Waiting for an executor' },
      },
    });
    provider.readQueueItem = async () => ({ state: 'started', number: 3 });
    await clock.pass(15_000);
    await settler.settle(signal);
    expect(await read(queued.id)).toMatchObject({
      state: 'succeeded',
      runId: runId(main, 3),
    });
  });

  it.each([
    ['cancelled' as const, 'failed', 'removedFromQueue'],
    ['gone' as const, 'unknown', 'queueItemForgotten'],
  ])(
    'records a queue item that is %s as %s',
    async (queueState, state, code) => {
      const { provider, clock, settler, perform, read } = await portal();
      const { id: actionId } = await perform({
        kind: 'run.rebuild',
        runId: runId(main, 1),
      });
      provider.readQueueItem = async () => ({ state: queueState });
      await settler.settle(signal);
      await clock.pass(1_000);
      await settler.settle(signal);
      expect(await read(actionId)).toMatchObject({ state, outcome: { code } });
    },
  );

  it('shows a finished run as it is after it was kept', async () => {
    const { provider, perform, runs } = await portal();
    const kept = runId(main, 1);
    const isKept = async () => {
      const found = await runs.findRun(orders, kept, signal);
      return (await runs.parts(found, signal)).run.isKept;
    };
    expect(await isKept()).toBe(false);
    provider.runs.set('harbour/orders/main', [
      { ...listedRun(1, 'succeeded'), isKept: true },
      listedRun(2),
    ]);
    expect(await isKept()).toBe(false);
    await perform({ kind: 'run.keep', runId: kept, keep: true });
    expect(await isKept()).toBe(true);
  });

  it('stores why the server refused', async () => {
    const { provider, perform, rows } = await portal();
    provider.performAction = async () => {
      throw new NotAllowedError('default does not let the portal stop runs');
    };
    await expect(
      perform({ kind: 'run.stop', runId: runId(main, 2) }),
    ).rejects.toThrow('does not let the portal');
    const [row] = await rows();
    expect(row.state).toBe('rejected');
    expect(JSON.parse(row.refusals)).toMatchObject([
      { message: 'default does not let the portal stop runs' },
    ]);
  });

  it('does nothing to a finished run, to a run of another service, or with an unknown parameter', async () => {
    const { provider, perform, rows } = await portal();
    const other = runId(pipelineId('fake', 'default', 'secret/job'), 1);
    await expect(
      perform({ kind: 'run.stop', runId: runId(main, 1) }),
    ).rejects.toThrow('409 harbour/orders/main #1 has finished: succeeded');
    await expect(perform({ kind: 'run.stop', runId: other })).rejects.toThrow(
      '404',
    );
    await expect(
      perform({
        kind: 'run.trigger',
        pipelineId: main,
        parameters: { VERSION: '1' },
      }),
    ).rejects.toThrow("400 The pipeline has no parameter 'VERSION'");
    expect(provider.asked.filter(what => what.startsWith('act'))).toEqual([]);
    expect((await rows()).map(({ state }) => state)).toEqual([
      'rejected',
      'rejected',
    ]);
  });

  it('lets only the submitters of the pipeline answer, and stores no password', async () => {
    const { provider, clock, perform, rows } = await portal();
    const { readRun } = provider;
    const input = async (submitters: string[]) => {
      // A run that was read a moment ago is not read again.
      await clock.pass(2_000);
      provider.readRun = async (run, options) => ({
        ...(await readRun(run, options)),
        inputs: [
          {
            id: 'staging',
            message: 'Deploy to staging?',
            proceedLabel: 'Deploy',
            submitters,
            parameters: [
              { type: 'password', name: 'TOKEN' },
              {
                type: 'choice',
                name: 'SIZE',
                default: 's',
                choices: ['s', 'l'],
              },
            ],
          },
        ],
      });
    };
    const answer = (parameters: Record<string, string>) => ({
      kind: 'run.answer',
      runId: runId(main, 2),
      inputId: 'staging',
      decision: 'proceed',
      parameters,
    });
    await input(['ops']);
    await expect(perform(answer({ TOKEN: 'hush-hush' }))).rejects.toThrow(
      "403 Only submitters of the pipeline can answer 'Deploy to staging?': ops",
    );
    await input(['Releases']);
    await expect(perform(answer({ SIZE: 'xl' }))).rejects.toThrow(
      "400 The parameter 'SIZE' must be one of s, l",
    );
    const received: unknown[] = [];
    provider.performAction = async action => {
      received.push(action);
      return { state: 'done' };
    };
    await perform(answer({ TOKEN: 'hush-hush', SIZE: 'l' }));
    expect(received).toMatchObject([
      { parameters: { TOKEN: 'hush-hush', SIZE: 'l' } },
    ]);
    expect(JSON.stringify(await rows())).not.toContain('hush-hush');
  });

  it('lets only those restart a run behind an input who may answer it', async () => {
    const { provider, clock, perform } = await portal();
    const { readRun } = provider;
    const stage = (
      name: string,
      status: Stage['status'],
      pausedMs?: number,
    ) => ({
      id: name,
      name,
      status,
      isParallel: false,
      hasLog: true,
      children: [],
      ...(pausedMs !== undefined && { pausedMs }),
    });
    const input = {
      id: 'staging',
      message: 'Deploy to staging?',
      proceedLabel: 'Deploy',
      submitters: ['ops'],
      parameters: [],
    };
    const restart = (from: string) =>
      perform({ kind: 'run.restart', runId: runId(main, 1), stage: from });
    provider.readRun = async (run, options) => ({
      ...(await readRun(run, options)),
      stages: [
        stage('Build', 'succeeded'),
        stage('Approve', 'succeeded', 60_000),
        stage('Deploy', 'succeeded'),
      ],
      restartableStages: ['Build', 'Approve', 'Deploy'],
    });
    expect((await restart('Deploy')).state).toBe('queued');
    // A later run waits, and the portal sees who may answer.
    provider.readRun = async (run, options) => ({
      ...(await readRun(run, options)),
      stages: [stage('Build', 'succeeded'), stage('Approve', 'waiting')],
      inputs: [input],
    });
    await clock.pass(2_000);
    await expect(
      perform({
        kind: 'run.answer',
        runId: runId(main, 2),
        inputId: 'staging',
        decision: 'proceed',
        parameters: {},
      }),
    ).rejects.toThrow('403 Only submitters');
    await expect(restart('Deploy')).rejects.toThrow(
      "403 Restarting harbour/orders/main #1 from 'Deploy' skips the input 'Deploy to staging?'. Only its submitters can do this: ops",
    );
    expect((await restart('Build')).state).toBe('queued');
    expect(provider.asked.filter(what => what === 'act restart')).toHaveLength(
      2,
    );
  });

  it('requires the permission to answer for a restart behind an input', async () => {
    const { provider, perform } = await actionPortal({
      knex: await databases.init(id),
      denied: ['delivery.run.answer'],
    });
    const { readRun } = provider;
    provider.readRun = async (run, options) => ({
      ...(await readRun(run, options)),
      restartableStages: ['Build', 'Deploy'],
    });
    await expect(
      perform({
        kind: 'run.restart',
        runId: runId(main, 1),
        stage: 'Deploy',
      }),
    ).rejects.toThrow('403 Restarting harbour/orders/main #1');
  });

  it.each([
    ['run.stop' as const, {}, listedRun(2, 'failed'), 'succeeded'],
    ['run.stop' as const, {}, listedRun(2), 'failed'],
    [
      'run.keep' as const,
      { keep: true },
      { ...listedRun(2), isKept: true },
      'succeeded',
    ],
    ['run.keep' as const, { keep: true }, listedRun(2), 'failed'],
    ['run.rebuild' as const, {}, listedRun(2), 'unknown'],
  ])(
    'observes after a lost answer whether %s %j was done',
    async (kind, rest, after, state) => {
      const { provider, clock, settler, send, rows, read } = await portal();
      provider.performAction = async () => {
        throw new ServiceUnavailableError('default does not answer');
      };
      const { status } = await send({ kind, runId: runId(main, 2), ...rest });
      expect(status).toBe(503);
      const [{ id: actionId, state: pending }] = await rows();
      expect(pending).toBe('pending');
      provider.runs.set('harbour/orders/main', [
        listedRun(1, 'succeeded'),
        after,
      ]);
      await settler.settle(signal);
      await clock.pass(1_000);
      await settler.settle(signal);
      expect((await read(actionId)).state).toBe(state);
    },
  );
});
