import { TestDatabases } from '@backstage/backend-test-utils';
import type { AnyAction } from '@fairway/backstage-plugin-delivery-common';
import { checkActionHandler } from '@fairway/backstage-plugin-delivery-node';
import type { ActionContext } from '@fairway/backstage-plugin-delivery-node';
import { pipelineId, runId } from '../pipelines/pipelineIds';
import { actionPortal, orders } from './__testUtils__/actionPortal';
import { guardContext } from './__testUtils__/guardContext';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const main = pipelineId('fake', 'default', 'harbour/orders/main');
const running = runId(main, 2);
const finished = runId(main, 1);
const repositoryUrl = 'https://git.example/harbour/orders.git';

const contextOf = (action: AnyAction): ActionContext => ({
  ...guardContext({ entity: orders, action }),
  checkObject: async () => undefined,
});

describe('handlers of the portal itself', () => {
  it.each([
    [
      { kind: 'run.stop', runId: running },
      { kind: 'run.stop', runId: finished },
    ],
    [
      { kind: 'run.trigger', pipelineId: main, parameters: {} },
      { kind: 'run.trigger', pipelineId: main, parameters: { NO: 'x' } },
    ],
    [
      { kind: 'run.restart', runId: running, stage: 'Build' },
      { kind: 'run.restart', runId: running, stage: 'No' },
    ],
    [
      {
        kind: 'run.answer',
        runId: running,
        inputId: 'deploy',
        decision: 'proceed',
        parameters: { TOKEN: 'hush-hush' },
      },
      {
        kind: 'run.answer',
        runId: running,
        inputId: 'other',
        decision: 'proceed',
        parameters: {},
      },
    ],
    [{ kind: 'run.rebuild', runId: finished }, undefined],
    [{ kind: 'run.keep', runId: finished, keep: true }, undefined],
    [{ kind: 'pipeline.create', repositoryUrl }, undefined],
  ])('keep the contract: $kind', async (action, refused) => {
    const knex = await databases.init('SQLITE_3');
    const { handlers, provider } = await actionPortal({ knex });
    const { readRun } = provider;
    provider.readRun = async (run, options) => ({
      ...(await readRun(run, options)),
      restartableStages: ['Build'],
      inputs: [
        {
          id: 'deploy',
          message: 'Deploy?',
          proceedLabel: 'Deploy',
          parameters: [{ type: 'password', name: 'TOKEN' }],
        },
      ],
    });
    const handler = handlers.get(action.kind);
    if (!handler) throw new Error(`No handler of ${action.kind}`);
    const possible = contextOf(handler.schema.parse(action));
    const broken = await checkActionHandler(
      handler,
      {
        possible,
        ...(refused && { refused: contextOf(handler.schema.parse(refused)) }),
        secrets: ['hush-hush'],
        invalid: [{ kind: action.kind }, { kind: 'other' }, {}],
        unsettled: {
          id: 'a',
          target: possible.target,
          action: handler.schema.parse(action),
          at: '2026-11-30T00:00:00.000Z',
          state: 'pending',
        },
      },
      () =>
        provider.asked.filter(asked => /^(act|create|perform)/.test(asked))
          .length,
    );
    expect(broken).toEqual([]);
  });

  it('have all kinds', async () => {
    const knex = await databases.init('SQLITE_3');
    const { handlers } = await actionPortal({ knex });
    expect(handlers.kinds()).toEqual([
      'pipeline.create',
      'run.answer',
      'run.keep',
      'run.rebuild',
      'run.restart',
      'run.stop',
      'run.trigger',
      'workload.apply',
    ]);
  });
});
