import { ConfigReader } from '@backstage/config';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';

const BUILD = 'job/shop/7';
const node = {
  type: 'STAGE',
  title: '',
  startTimeMillis: 1_700_000_000_000,
  pauseDurationMillis: 0,
  children: [],
};

describe('stages', () => {
  let jenkins: FakeJenkins;
  let provider: JenkinsProvider;
  let now: number;
  const run = { server: 'default', job: 'shop', fullName: 'shop', number: 7 };
  const { signal } = new AbortController();

  beforeEach(async () => {
    now = 1_700_000_060_000;
    jenkins = await FakeJenkins.start();
    provider = JenkinsProvider.fromConfig(
      new ConfigReader({
        jenkins: { baseUrl: jenkins.url, username: 'fairway', apiKey: 'key' },
      }),
      { now: () => now },
    );
    answerBuild('org.jenkinsci.plugins.workflow.job.WorkflowRun');
  });

  afterEach(async () => jenkins.stop());

  function answerBuild(_class: string) {
    jenkins.answer(`GET ${BUILD}/api/json`, {
      json: { _class, number: 7, building: true, timestamp: 1_700_000_000_000 },
    });
  }

  const wfapi = {
    json: {
      stages: [
        {
          id: '6',
          name: 'Build',
          status: 'FAILED',
          startTimeMillis: 1_700_000_000_000,
          durationMillis: 79,
          pauseDurationMillis: 40,
          error: {
            message: 'script returned exit code 1',
            type: 'hudson.AbortException',
          },
        },
      ],
    },
  };

  it('keeps nested and parallel stages of Pipeline Graph View', async () => {
    jenkins.answer(`GET ${BUILD}/stages/tree`, {
      json: {
        status: 'ok',
        data: {
          complete: false,
          stages: [
            {
              ...node,
              id: '6',
              name: 'Build',
              state: 'success',
              totalDurationMillis: 1200,
              pauseDurationMillis: 400,
            },
            {
              ...node,
              id: '9',
              name: 'Test',
              state: 'running',
              children: [
                {
                  ...node,
                  id: '12',
                  name: 'unit',
                  state: 'paused',
                  type: 'PARALLEL',
                },
                {
                  ...node,
                  id: '13',
                  name: 'lint',
                  state: 'queued',
                  type: 'PARALLEL',
                },
              ],
            },
            {
              ...node,
              id: '20',
              name: 'Deploy',
              state: 'skipped',
              startTimeMillis: 0,
            },
          ],
        },
      },
    });
    const { stages } = await provider.readProgress(run, { signal });
    const started = {
      startedAt: '2023-11-14T22:13:20.000Z',
      isParallel: false,
      children: [],
    };
    expect(stages).toEqual([
      {
        id: '6',
        name: 'Build',
        status: 'succeeded',
        durationMs: 1200,
        pausedMs: 400,
        hasLog: true,
        ...started,
      },
      {
        ...started,
        id: '9',
        name: 'Test',
        status: 'running',
        durationMs: 60_000,
        hasLog: true,
        isParallel: true,
        children: [
          {
            id: '12',
            name: 'unit',
            status: 'waiting',
            durationMs: 60_000,
            hasLog: true,
            ...started,
          },
          {
            id: '13',
            name: 'lint',
            status: 'queued',
            hasLog: false,
            isParallel: false,
            children: [],
          },
        ],
      },
      {
        id: '20',
        name: 'Deploy',
        status: 'skipped',
        hasLog: false,
        isParallel: false,
        children: [],
      },
    ]);
  });

  it('uses Stage View if Pipeline Graph View is not installed, and detects plugins again after a while', async () => {
    jenkins.answer(`GET ${BUILD}/wfapi/describe`, wfapi);
    const first = await provider.readProgress(run, { signal });
    expect(first.stages).toEqual([
      expect.objectContaining({
        id: '6',
        status: 'failed',
        durationMs: 79,
        pausedMs: 40,
        error: 'script returned exit code 1',
      }),
    ]);
    await provider.readProgress(run, { signal });
    const probes = () =>
      jenkins.calls.filter(call => call.endsWith('/stages/tree')).length;
    expect(probes()).toBe(1);
    now += 11 * 60_000;
    await provider.readProgress(run, { signal });
    expect(probes()).toBe(2);
  });

  it('returns no stages if neither plugin is installed', async () => {
    const { stages } = await provider.readProgress(run, { signal });
    expect(stages).toEqual([]);
  });

  it('does not request stages of a job that is not a Pipeline', async () => {
    answerBuild('hudson.model.FreeStyleBuild');
    await provider.readProgress(run, { signal });
    expect(jenkins.calls).toEqual([`GET ${BUILD}/api/json`]);
  });

  it('distinguishes a deleted build from a plugin that is not installed', async () => {
    let exists = true;
    jenkins.answer(`GET ${BUILD}/api/json`, (_, response) => {
      if (!exists) {
        response.writeHead(404).end();
        return;
      }
      exists = false;
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
          number: 7,
          timestamp: 1_700_000_000_000,
        }),
      );
    });
    await expect(provider.readProgress(run, { signal })).rejects.toThrow(
      "Jenkins 'default' has no 'shop #7 (stages)'",
    );
  });

  it('reads the log of a stage in parts from its steps, and whether it can still grow', async () => {
    answerBuild('org.jenkinsci.plugins.workflow.job.WorkflowRun');
    jenkins.answer(`GET ${BUILD}/wfapi/describe`, {
      json: {
        stages: [
          {
            id: '6',
            name: 'Build',
            status: 'IN_PROGRESS',
            startTimeMillis: 1_700_000_000_000,
            durationMillis: 79,
          },
        ],
      },
    });
    const log = { href: '/ci/elsewhere' };
    jenkins.answer(`GET ${BUILD}/execution/node/6/wfapi/describe`, {
      json: {
        id: '6',
        stageFlowNodes: [
          { id: '12', _links: { log } },
          { id: '9', _links: { log } },
          { id: '10', _links: { self: {} } },
        ],
      },
    });
    const logOf = (id: number, text: string) =>
      jenkins.answer(`GET ${BUILD}/execution/node/${id}/wfapi/log`, {
        json: { nodeId: `${id}`, hasMore: false, text },
      });
    logOf(9, '+ mvn &lt;goal&gt;\n<a href="x">link</a>\n');
    logOf(12, 'half a');
    const read = (start?: number) =>
      provider.readLog(run, { signal, stageId: '6', maxBytes: 14, start });
    const first = await read(0);
    expect(first).toEqual({
      text: '+ mvn <goal>\n',
      start: 0,
      end: 13,
      size: 25,
      isGrowing: true,
    });
    expect((await read(13)).text).toBe('link\nhalf a\n');
    expect((await read()).text).toBe('link\nhalf a\n');
    const other = { signal, stageId: '7', maxBytes: 14 };
    await expect(provider.readLog(run, other)).rejects.toThrow(
      'has no such stage',
    );
  });

  it('reads the error and the last log lines of a failed stage', async () => {
    jenkins.answer(`GET ${BUILD}/api/json`, {
      json: {
        _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
        number: 7,
        result: 'FAILURE',
        timestamp: 1_700_000_000_000,
      },
    });
    jenkins.answer(`GET ${BUILD}/stages/tree`, {
      json: {
        status: 'ok',
        data: {
          complete: true,
          stages: [{ ...node, id: '6', name: 'Build', state: 'failure' }],
        },
      },
    });
    jenkins.answer(`GET ${BUILD}/stages/steps`, {
      json: {
        status: 'ok',
        data: {
          runIsComplete: true,
          steps: [
            { id: '8', state: 'success' },
            { id: '9', state: 'failure' },
          ],
        },
      },
    });
    jenkins.answer(`GET ${BUILD}/stages/exceptionText`, {
      text: 'Found unhandled java.io.IOException exception:\nNo space left on device\n\tjava.base/java.io.FileOutputStream.writeBytes(Native Method)\n\tjenkins.Util.copy(Util.java:12)',
    });
    jenkins.answer(`GET ${BUILD}/stages/log`, {
      text: '+ make\r\nwriting\r\n',
    });
    const { failure } = await provider.readRun(run, { signal });
    expect(failure).toEqual({
      stageId: '6',
      stageName: 'Build',
      error:
        'Found unhandled java.io.IOException exception:\nNo space left on device',
      lastLines: ['+ make', 'writing'],
    });
    expect(
      jenkins.received
        .find(({ path }) => path.endsWith('exceptionText'))
        ?.query.get('nodeId'),
    ).toBe('9');
  });
});
