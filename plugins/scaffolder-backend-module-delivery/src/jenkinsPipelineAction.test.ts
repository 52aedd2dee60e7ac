import { ConfigReader } from '@backstage/config';
import { ServiceUnavailableError } from '@backstage/errors';
import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  Pipeline,
  Run,
  RunDetail,
  ServicePipelines,
  Stage,
} from '@fairway/backstage-plugin-delivery-common';
import { actionContext } from './__testUtils__/actionContext';
import { actionRecord } from './__testUtils__/actionRecord';
import { giteaHooks } from './__testUtils__/giteaHooks';
import type { GiteaRepositories } from './GiteaRepositories';
import { createJenkinsPipelineAction } from './jenkinsPipelineAction';
import { PushWebhooks } from './PushWebhooks';

const entityRef = 'component:default/tides';
const repositoryUrl = 'https://git.example/harbour/tides.git';

describe('delivery:jenkins:pipeline', () => {
  const record = (state: ActionRecord['state'], id?: string) =>
    actionRecord(
      state,
      id,
      "Created job harbour/tides in jenkins 'default'. To undo, delete it there",
    );
  const pipelines = (rest: Partial<Pipeline>[], message?: string) =>
    ({
      sources: [
        {
          url: 'https://ci.example/job/harbour/job/tides/',
          sync: {
            state: message ? 'failed' : 'synced',
            ...(message && { problem: otherProblem(message) }),
          },
          pipelines: rest.map(each => ({ name: 'main', runs: [], ...each })),
        },
      ],
    }) as unknown as ServicePipelines;
  const run = {
    id: '0123456789ab-1',
    name: '#1',
    url: 'https://ci.example/job/harbour/job/tides/job/main/1/',
  } as Run;
  const delivery = {
    act: jest.fn<Promise<ActionRecord>, unknown[]>(),
    action: jest.fn<Promise<ActionRecord>, unknown[]>(),
    pipelines: jest.fn<Promise<ServicePipelines>, unknown[]>(),
    run: jest.fn<Promise<RunDetail>, unknown[]>(),
  };
  const detail = (rest: Partial<RunDetail>) =>
    ({ ...run, ...rest }) as RunDetail;
  const built: Stage = {
    id: '1',
    name: 'Build',
    durationMs: 12_300,
    isParallel: false,
    hasLog: true,
    children: [],
    status: 'succeeded',
  };
  const noGitea: Pick<
    GiteaRepositories,
    'has' | 'repositoryRef' | 'repository'
  > = {
    has: () => false,
    repositoryRef: jest.fn(),
    repository: jest.fn(),
  };
  const webhooks = PushWebhooks.fromConfig(
    new ConfigReader({
      delivery: {
        git: {
          webhooks: [
            {
              name: 'jenkins',
              url: 'https://ci.example/git/notifyCommit',
              token: 'whispered',
            },
          ],
        },
      },
    }),
  );
  const action = createJenkinsPipelineAction({
    delivery,
    gitea: noGitea,
    webhooks,
  });
  const context = (rest = {}, isDryRun = false) =>
    actionContext(
      action,
      { entityRef, repositoryUrl, reason: 'First pipeline', ...rest },
      { isDryRun },
    );

  beforeEach(() => {
    jest.resetAllMocks();
    delivery.act.mockResolvedValue(record('succeeded'));
    delivery.pipelines.mockResolvedValue(pipelines([{ runs: [run] }]));
    delivery.run.mockResolvedValue(
      detail({
        status: { state: 'waiting', message: 'Deploy to staging?' },
        stages: [
          built,
          { ...built, id: '2', name: 'Approve', status: 'waiting' },
        ],
      }),
    );
  });

  it('creates the pipeline once in each task, and follows the first run until it waits for an input', async () => {
    delivery.run.mockResolvedValueOnce(
      detail({ status: { state: 'running' }, stages: [built] }),
    );
    delivery.pipelines
      .mockResolvedValueOnce(pipelines([]))
      .mockResolvedValueOnce(
        pipelines([{ queued: { id: '7', reason: 'Waiting for an executor' } }]),
      );
    const { ctx, output, said } = context({ credentialsId: 'git-reader' });
    await action.handler(ctx);
    expect(said()).toEqual([
      "Created job harbour/tides in jenkins 'default'. To undo, delete it there. Audit log entry: audit-1",
      'Scanning for branches',
      'A run of main is queued: Waiting for an executor',
      'Run #1 of main has started',
      'Stage Build: succeeded after 12 s',
      'Run #1 waits for an input: Deploy to staging?',
    ]);
    expect(Object.fromEntries(output.mock.calls)).toEqual({
      actionId: 'audit-1',
      jobUrl: 'https://ci.example/job/harbour/job/tides/',
      runId: '0123456789ab-1',
      runUrl: 'https://ci.example/job/harbour/job/tides/job/main/1/',
    });
    await action.handler(ctx);
    expect(delivery.act).toHaveBeenCalledTimes(1);
    expect(delivery.act.mock.calls[0][0]).toEqual({
      target: { type: 'service', entityRef },
      action: {
        kind: 'pipeline.create',
        repositoryUrl,
        credentialsId: 'git-reader',
        scriptPath: 'Jenkinsfile',
      },
      reason: 'First pipeline',
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  }, 20_000);

  it('retries an action that failed in an earlier attempt', async () => {
    delivery.act.mockResolvedValueOnce(record('rejected', 'audit-0'));
    const { ctx, output } = context({ waitForRun: false });
    await action.handler(ctx);
    expect(delivery.act).toHaveBeenCalledTimes(2);
    expect(output).toHaveBeenCalledWith('actionId', 'audit-1');
    expect(delivery.pipelines).not.toHaveBeenCalled();
  });

  it('creates each of several pipelines in a step with each', async () => {
    const { ctx } = context({ waitForRun: false });
    for (const name of ['tides', 'rain', 'tides']) {
      const url = `https://git.example/harbour/${name}.git`;
      const input = { ...ctx.input, repositoryUrl: url };
      await action.handler({ ...ctx, input });
    }
    expect(delivery.act).toHaveBeenCalledTimes(2);
  });

  it('follows the default branch, and waits while the portal is unavailable', async () => {
    const feature = {
      name: 'feature',
      runs: [{ ...run, id: 'f', name: '#9' }],
    };
    delivery.pipelines
      .mockRejectedValueOnce(new ServiceUnavailableError('It is starting'))
      .mockResolvedValueOnce(pipelines([feature, { isDefault: true }]))
      .mockResolvedValue(
        pipelines([feature, { isDefault: true, runs: [run] }]),
      );
    const { ctx, said } = context();
    await action.handler(ctx);
    expect(said()).toContain('It is starting');
    expect(said()).toContain('Run #1 of main has started');
  }, 20_000);

  it('fails if the run fails, and reports the cause', async () => {
    const endedAt = '2026-11-26T08:00:00Z';
    delivery.run.mockResolvedValue(
      detail({
        status: { state: 'finished', result: 'failed', endedAt },
        failure: {
          stageName: 'Unit tests',
          error: 'script returned exit code 1',
          lastLines: [],
        },
      }),
    );
    await expect(action.handler(context().ctx)).rejects.toThrow(
      "Run #1 finished with the result failed in stage 'Unit tests': script returned exit code 1. Correct the problem (https://ci.example/job/harbour/job/tides/job/main/1/) and start a new run",
    );
  });

  it('adds a webhook to Gitea without logging its token', async () => {
    const { hooks, url, repositories, close } = await giteaHooks();
    const withGitea = createJenkinsPipelineAction({
      delivery,
      gitea: repositories,
      webhooks,
    });
    const input = {
      entityRef,
      repositoryUrl: `${url}.git`,
      reason: 'First pipeline',
      webhook: 'jenkins',
      waitForRun: false,
    };
    const { ctx, output, said } = actionContext(withGitea, input);
    await withGitea.handler(ctx);
    // The URL of the page, which git can also clone
    await withGitea.handler({
      ...ctx,
      input: { ...input, repositoryUrl: url },
    });
    await close();
    const address = `https://ci.example/git/notifyCommit?url=${encodeURIComponent(`${url}.git`)}`;
    expect(hooks.map(({ config }) => config.url)).toEqual([
      `${address}&token=whispered`,
    ]);
    expect(output).toHaveBeenCalledWith('webhookReady', true);
    const { host } = new URL(url);
    expect(said().slice(1, 2)).toEqual([
      `${host} now notifies Jenkins of pushes. To undo this, delete the webhook in the settings of harbour/rain.`,
    ]);
    expect(said()).toContain(`${host} already notifies Jenkins of pushes`);
    expect(said().join()).not.toContain('whispered');
  });

  it('says who can add the webhook if the portal may not', async () => {
    const { hooks, url, repositories, close } = await giteaHooks({
      admin: false,
    });
    const withGitea = createJenkinsPipelineAction({
      delivery,
      gitea: repositories,
      webhooks,
    });
    const { ctx, output, said } = actionContext(withGitea, {
      entityRef,
      repositoryUrl: url,
      reason: 'First pipeline',
      webhook: 'jenkins',
      waitForRun: false,
    });
    await withGitea.handler(ctx);
    await close();
    expect(hooks).toEqual([]);
    expect(output).toHaveBeenCalledWith('webhookReady', false);
    expect(said()[1]).toMatch(
      /^Cannot add a webhook to harbour\/rain: .* posts to https:\/\/ci.example\/git\/notifyCommit\?url=[^&]*, with the token/,
    );
  });

  it.each([
    ['not configured', 'other', "delivery.git.webhooks has no webhook 'other'"],
    [
      'for a repository on another server',
      'jenkins',
      `Cannot add a webhook: ${repositoryUrl} is not on a Gitea server`,
    ],
  ])('creates nothing if the webhook is %s', async (_, name, message) => {
    await expect(
      action.handler(context({ webhook: name }).ctx),
    ).rejects.toThrow(message);
    expect(delivery.act).not.toHaveBeenCalled();
  });

  it('only logs in a dry run what it would do', async () => {
    const { ctx, said } = context({}, true);
    await action.handler(ctx);
    expect(said()).toEqual([
      `Would create the pipeline that ${entityRef} names, from Jenkinsfile in ${repositoryUrl}`,
    ]);
    expect(delivery.act).not.toHaveBeenCalled();
  });

  it('reports the last known state after the timeout', async () => {
    delivery.pipelines.mockResolvedValue(
      pipelines([], "Jenkins 'default' is starting. The portal will retry"),
    );
    await expect(
      action.handler(context({ timeoutSeconds: 1 }).ctx),
    ).rejects.toThrow(
      `No run of ${entityRef} started within 1 s: Jenkins 'default' is starting. The portal will retry. The job exists`,
    );
  });
});
