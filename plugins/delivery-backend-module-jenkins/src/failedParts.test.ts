import { ConfigReader } from '@backstage/config';
import { z } from 'zod';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { fixtureJson } from './__testUtils__/fixtures';
import { JenkinsProvider } from './JenkinsProvider';

const BUILD = 'job/shop/7';
describe('parts of a run that cannot be read', () => {
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
    answerBuild({ result: 'FAILURE' });
    jenkins.answer(`GET ${BUILD}/logText/progressiveText`, {
      text: 'ERROR: broken\n',
      headers: { 'x-text-size': '14' },
    });
  });

  afterEach(async () => jenkins.stop());

  function answerBuild(fields: object) {
    jenkins.answer(`GET ${BUILD}/api/json`, {
      json: {
        _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
        number: 7,
        timestamp: 1_700_000_000_000,
        duration: 60_000,
        ...fields,
      },
    });
  }

  const tree = (...states: string[]) => ({
    json: {
      status: 'ok',
      data: {
        stages: states.map((state, index) => ({
          id: `${index + 1}`,
          name: `stage ${index + 1}`,
          state,
          startTimeMillis: 1_700_000_000_000,
        })),
      },
    },
  });
  const broken = { text: 'Oops', status: 500 };

  it.each([
    ['every call of stages answers 500', 'stages/tree', broken],
    [
      'the stages have another form',
      'stages/tree',
      { json: { data: { stages: [{ nothing: true }] } } },
    ],
  ])('leave the others readable, although %s', async (_, call, answer) => {
    jenkins.answer(`GET ${BUILD}/${call}`, answer);
    jenkins.answer(`GET ${BUILD}/wfapi/describe`, broken);
    const parts = await provider.readRun(run, { signal });
    expect(parts.stages).toBeUndefined();
    expect(parts.problems).toHaveLength(1);
    expect(parts.run.status).toMatchObject({ result: 'failed' });
    expect(parts.failure).toMatchObject({ error: 'ERROR: broken' });
    const progress = await provider.readProgress(run, { signal });
    expect(progress.stages).toBeUndefined();
  });

  it('use Stage View if Pipeline Graph View fails for a run', async () => {
    jenkins.answer(`GET ${BUILD}/stages/tree`, broken);
    jenkins.answer(`GET ${BUILD}/wfapi/describe`, {
      json: { stages: [{ id: '6', name: 'Build', status: 'FAILED' }] },
    });
    const parts = await provider.readRun(run, { signal });
    expect(parts.problems).toEqual([]);
    expect(parts.stages).toMatchObject([{ id: '6', status: 'failed' }]);
    // Other runs may not fail
    jenkins.answer(`GET ${BUILD}/stages/tree`, tree('success'));
    const { stages } = await provider.readProgress(run, { signal });
    expect(stages).toMatchObject([{ status: 'succeeded' }]);
  });

  it('include the stages to restart from, and the inputs of an old plugin', async () => {
    jenkins.answer(`GET ${BUILD}/restart/api/json`, broken);
    const over = await provider.readRun(run, { signal });
    expect(over.restartableStages).toEqual([]);
    expect(over.problems).toMatchObject([{ code: 'jenkinsUnexpectedAnswer' }]);
    answerBuild({
      building: true,
      actions: [{ _class: 'org.x.InputAction' }],
    });
    const running = await provider.readRun(run, { signal });
    expect(running.inputs).toEqual([]);
    expect(running.problems).toMatchObject([{ code: 'jenkinsNotFound' }]);
    const { run: read } = await provider.readProgress(run, { signal });
    expect(read.status.state).toBe('running');
  });

  it.each([
    ['stages', 'stages'],
    ['pipeline-overview', 'pipeline-overview'],
    ['pipeline-console', 'pipeline-console'],
    // The oldest version has logs and steps at another address
    ['pipeline-graph', 'pipeline-console'],
  ])('do not include stages at %s', async (name, logs) => {
    jenkins.answer(`GET ${BUILD}/${name}/tree`, tree('success', 'failure'));
    jenkins.answer(`GET ${BUILD}/${logs}/log`, { text: '+ make\nbroken\n' });
    jenkins.answer(`GET ${BUILD}/${logs}/steps`, {
      json: { data: { steps: [{ id: '9', state: 'failure' }] } },
    });
    jenkins.answer(`GET ${BUILD}/${logs}/exceptionText`, {
      text: 'script returned exit code 1',
    });
    const { stages, failure, problems } = await provider.readRun(run, {
      signal,
    });
    expect(problems).toEqual([]);
    expect(stages?.map(({ status }) => status)).toEqual([
      'succeeded',
      'failed',
    ]);
    expect(failure).toEqual({
      stageId: '2',
      stageName: 'stage 2',
      error: 'script returned exit code 1',
      lastLines: ['+ make', 'broken'],
    });
  });

  it.each([
    [
      'the first failed step, if later ones clean up',
      'compile error',
      'compile error',
    ],
    [
      'the last one, if the first was tried again',
      'no tests found',
      'no tests found',
    ],
    ['the first one, if the run does not say', 'x', 'compile error'],
  ])('include the error of %s', async (_, runError, expected) => {
    jenkins.answer(`GET ${BUILD}/stages/tree`, tree('failure'));
    jenkins.answer(`GET ${BUILD}/stages/log`, { text: 'log\n' });
    jenkins.answer(`GET ${BUILD}/stages/steps`, {
      json: {
        data: {
          steps: [
            { id: '7', state: 'unstable' },
            { id: '8', state: 'failure' },
            { id: '9', state: 'failure' },
          ],
        },
      },
    });
    jenkins.answer(`GET ${BUILD}/stages/exceptionText`, ({ query }, response) =>
      response
        .writeHead(200, { 'content-type': 'text/plain' })
        .end(query.get('nodeId') === '8' ? 'compile error' : 'no tests found'),
    );
    const log = `[Pipeline] End of Pipeline\nERROR: ${runError}\n`;
    jenkins.answer(`GET ${BUILD}/logText/progressiveText`, {
      text: log,
      headers: { 'x-text-size': String(log.length) },
    });
    const { failure } = await provider.readRun(run, { signal });
    expect(failure?.error).toBe(expected);
  });

  it('do not go on in a run that is over', async () => {
    const { run: over, ...rest } = z
      .object({ run: z.object({}).loose(), 'stages/tree': z.unknown() })
      .parse(fixtureJson('stages-running-in-a-run-that-is-over.json'));
    answerBuild(over);
    jenkins.answer(`GET ${BUILD}/stages/tree`, { json: rest['stages/tree'] });
    jenkins.answer(`GET ${BUILD}/stages/log`, { text: 'first\nlast' });
    const { stages } = await provider.readRun(run, { signal });
    expect(stages).toMatchObject([
      { name: 'Setup', status: 'succeeded', durationMs: 1000 },
      {
        name: 'Tests',
        status: 'unknown',
        durationMs: 60_000,
        children: [
          { name: 'shard 1', status: 'succeeded' },
          { name: 'shard 2', status: 'unknown', durationMs: 60_000 },
        ],
      },
    ]);
    const log = await provider.readLog(run, {
      signal,
      stageId: '31',
      maxBytes: 1024,
    });
    expect(log).toMatchObject({ text: 'first\nlast', isGrowing: false });
  });
});
