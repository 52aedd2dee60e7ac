import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { Request } from 'express';
import { EmbeddedPostgres } from '../__testUtils__/EmbeddedPostgres';
import { FakeProvider, listedRun } from '../__testUtils__/FakeProvider';
import { ManualClock } from '../__testUtils__/ManualClock';
import { waitFor } from '../__testUtils__/waitFor';
import { DatabasePipelineStore } from '../pipelines/DatabasePipelineStore';
import { JobPollers } from '../pipelines/JobPollers';
import { pipelineId, runId } from '../pipelines/pipelineIds';
import { PipelineProviders } from '../extensions/PipelineProviders';
import { RunReader } from '../pipelines/RunReader';
import { openDatabase } from '../history/openDatabase';
import { DatabaseActionStore } from './DatabaseActionStore';
import { ActionLog } from './ActionLog';
import { PipelineActions } from './PipelineActions';
import type { RunAction } from './planAction';

jest.setTimeout(60_000);

const postgres = EmbeddedPostgres.announce();
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
  disableDocker: true,
});

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', annotations: { 'fake/job': 'harbour/orders' } },
};
const ada = {
  userEntityRef: 'user:default/ada',
  ownershipEntityRefs: ['user:default/ada', 'group:default/releases'],
};
const main = pipelineId('fake', 'default', 'harbour/orders/main');
// As Express gives it; the auditor's mock does not look at it.
const request = {} as Request;

async function portal(id: Parameters<typeof databases.init>[0]) {
  const knex = await databases.init(id);
  await openDatabase({ getClient: async () => knex });
  const provider = new FakeProvider();
  provider.runs.set('harbour/orders/main', [
    listedRun(1, 'succeeded'),
    listedRun(2),
  ]);
  const providers = new PipelineProviders();
  providers.add(provider);
  const clock = new ManualClock();
  const logger = mockServices.logger.mock();
  const store = DatabasePipelineStore.create(knex);
  const pollers = JobPollers.create({ store, clock, logger });
  const userResolver = { known: <P>(person: P) => person };
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockResolvedValue({
    success: async () => {},
    fail: async () => {},
  });
  const parts = { providers, pollers, store, userResolver, clock, logger, auditor };
  const runs = RunReader.create(parts);
  const kept = DatabaseActionStore.create(knex);
  const log = ActionLog.create({ ...parts, store: kept });
  const actions = PipelineActions.create({ ...parts, runs, store: kept, log });
  const perform = (
    action: RunAction,
    idempotencyKey: string,
    reason?: string,
  ) =>
    actions.perform(request, entity, ada, action, { idempotencyKey, reason });
  return { provider, clock, actions, log, perform, runs, knex };
}

describe.each(databases.eachSupportedId())('PipelineActions on %s', id => {
  it('writes down who, what and why before it is done, and what came of it', async () => {
    const { provider, log, perform, knex } = await portal(id);
    const done = await perform(
      { kind: 'stop', runId: runId(main, 2) },
      'first-key',
      'It tests the wrong branch',
    );
    expect(done).toMatchObject({ state: 'done', actor: 'user:default/ada' });
    expect(await log.get(done.id)).toEqual(done);
    const [row] = await knex('actions').select();
    expect(row).toMatchObject({
      reason: 'It tests the wrong branch',
      before: JSON.stringify({
        run: 'harbour/orders/main #2',
        outcome: 'running',
      }),
      state: 'done',
    });
    expect(provider.asked.filter(what => what === 'act stop')).toHaveLength(1);
  });

  it('does the same request once, and refuses another by the same key', async () => {
    const { provider, clock, perform } = await portal(id);
    const stop: RunAction = { kind: 'stop', runId: runId(main, 2) };
    const first = await perform(stop, 'same-key');
    provider.runs.set('harbour/orders/main', [
      listedRun(1, 'succeeded'),
      listedRun(2, 'failed'),
    ]);
    await clock.pass(2_000);
    const second = await perform(stop, 'same-key');
    expect(second.id).toBe(first.id);
    expect(provider.asked.filter(what => what === 'act stop')).toHaveLength(1);
    await expect(
      perform({ kind: 'rebuild', runId: runId(main, 1) }, 'same-key'),
    ).rejects.toThrow('take another');
  });

  it('follows what waits in a queue until it is a run', async () => {
    const { provider, clock, actions, log, perform } = await portal(id);
    const asked = await perform(
      { kind: 'rebuild', runId: runId(main, 1) },
      'queue-key',
    );
    expect(asked.state).toBe('queued');
    await clock.pass(1_000);
    await waitFor('the reason to be known', async () => {
      const { message } = await log.get(asked.id);
      return message === 'Waiting for an executor';
    });
    provider.readQueued = async () => ({ state: 'started', number: 3 });
    await waitFor('the run', async () => {
      await clock.pass(15_000);
      return (await log.get(asked.id)).state === 'done';
    });
    expect(await log.get(asked.id)).toMatchObject({
      runId: runId(main, 3),
    });
    actions.stop();
  });

  it('shows a run that has ended as it is once somebody keeps it', async () => {
    const { provider, perform, runs } = await portal(id);
    const kept = runId(main, 1);
    const { signal } = new AbortController();
    const isKept = async () => {
      const found = await runs.findRun(entity, kept, signal);
      return (await runs.parts(found, signal)).run.isKept;
    };
    expect(await isKept()).toBe(false);
    provider.runs.set('harbour/orders/main', [
      { ...listedRun(1, 'succeeded'), isKept: true },
      listedRun(2),
    ]);
    expect(await isKept()).toBe(false);
    await perform({ kind: 'keep', runId: kept, keep: true }, 'keep-key');
    expect(await isKept()).toBe(true);
  });

  it('tells why the server would not, and keeps that', async () => {
    const { provider, perform, knex } = await portal(id);
    provider.act = async () => {
      throw new NotAllowedError('default does not let the portal stop runs');
    };
    await expect(
      perform({ kind: 'stop', runId: runId(main, 2) }, 'refused-key'),
    ).rejects.toThrow('does not let the portal');
    expect(await knex('actions').select('state', 'message')).toEqual([
      {
        state: 'refused',
        message: 'default does not let the portal stop runs',
      },
    ]);
  });

  it('does nothing to a run that has ended, to one of another service, or with what it cannot take', async () => {
    const { provider, perform } = await portal(id);
    const other = runId(pipelineId('fake', 'default', 'secret/job'), 1);
    await expect(
      perform({ kind: 'stop', runId: runId(main, 1) }, 'ended-key'),
    ).rejects.toThrow('has ended: succeeded');
    await expect(
      perform({ kind: 'stop', runId: other }, 'other-key'),
    ).rejects.toThrow('has no pipeline');
    await expect(
      perform(
        { kind: 'trigger', pipelineId: main, parameters: { VERSION: '1' } },
        'unknown-key',
      ),
    ).rejects.toThrow("There is no parameter 'VERSION'");
    expect(provider.asked.filter(what => what.startsWith('act'))).toEqual([]);
  });

  it('lets only whom the pipeline names answer, and keeps no password', async () => {
    const { provider, clock, perform, knex } = await portal(id);
    const { readRun } = provider;
    const input = async (submitters: string[]) => {
      // What was read a moment ago is not read again.
      await clock.pass(2_000);
      provider.readRun = async (run, options) => ({
        ...(await readRun(run, options)),
        inputs: [
          {
            id: 'staging',
            message: 'Deploy to staging?',
            proceed: 'Deploy',
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
    const answer = (parameters: Record<string, string>): RunAction => ({
      kind: 'answer',
      runId: runId(main, 2),
      inputId: 'staging',
      decision: 'proceed',
      parameters,
    });
    await input(['ops']);
    await expect(perform(answer({}), 'not-ada-key')).rejects.toThrow(
      "lets only ops answer 'Deploy to staging?'",
    );
    await input(['Releases']);
    await expect(perform(answer({ SIZE: 'xl' }), 'not-a-size')).rejects.toThrow(
      'is one of s, l',
    );
    const seen: unknown[] = [];
    provider.act = async action => {
      seen.push(action);
      return { state: 'done' };
    };
    await perform(answer({ TOKEN: 'hush-hush', SIZE: 'l' }), 'by-group-key');
    expect(seen).toMatchObject([
      { parameters: { TOKEN: 'hush-hush', SIZE: 'l' } },
    ]);
    expect(JSON.stringify(await knex('actions').select())).not.toContain(
      'hush-hush',
    );
  });
});
