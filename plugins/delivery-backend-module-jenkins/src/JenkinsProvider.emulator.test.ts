import { mockServices } from '@backstage/backend-test-utils';
import {
  pipelineProblem,
  runOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { JenkinsProvider } from './JenkinsProvider';

jest.setTimeout(60_000);

const root = path.resolve(__dirname, '../../..');
const { signal } = new AbortController();

let server: ChildProcess;
let url: string;
let sonarqubeUrl: string;

beforeAll(async () => {
  server = spawn(process.execPath, ['test/jenkins/contractServer.ts'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '--no-warnings' },
  });
  const [line] = await once(server.stdout ?? server, 'data');
  [url, sonarqubeUrl] = String(line).trim().split(' ');
});

afterAll(async () => {
  server.stdin?.end();
  await once(server, 'exit');
});

function provider(
  account = { username: 'portal', apiKey: 'token-of-the-portal' },
  baseUrl = url,
  rest = {},
) {
  const jenkins = { instances: [{ name: 'default', baseUrl, ...account }] };
  const delivery = {
    jenkins: { pipelineCreation: { folders: ['quay', 'harbour'] } },
  };
  return JenkinsProvider.fromConfig(
    mockServices.rootConfig({ data: { jenkins, delivery, ...rest } }),
  );
}

const orders = { server: 'default', job: 'harbour/orders' };
const main = { ...orders, fullName: 'harbour/orders/main' };
const run = (number: number, ref = main) => ({ ...ref, number });
const fault = (is: string) => fetch(`${url}emulator/fault?is=${is}`);
const calls = async (): Promise<Record<string, number>> =>
  (await (await fetch(`${url}emulator/calls`)).json()).calls;

describe('JenkinsProvider with the emulator', () => {
  it('lists jobs with special characters in one request', async () => {
    await fetch(`${url}emulator/forget`);
    const { pipelines } = await provider().listPipelines(orders, { signal });
    expect(
      pipelines.map(({ name, kind, fullName, lastRun }) => [
        name,
        kind,
        fullName,
        lastRun,
      ]),
    ).toEqual([
      [
        'main',
        'branch',
        'harbour/orders/main',
        { number: 12, isRunning: true },
      ],
      [
        'feature/x',
        'branch',
        'harbour/orders/feature%2Fx',
        { number: 1, isRunning: true },
      ],
      [
        '修复/码头',
        'branch',
        'harbour/orders/修复%2F码头',
        { number: 2, isRunning: false },
      ],
      ['PR-7', 'change-request', 'harbour/orders/PR-7', undefined],
    ]);
    expect(await calls()).toEqual({ 'GET /job/api/json': 1 });
    const named = { server: 'default', job: 'A b/100% #1' };
    await expect(
      provider().listPipelines(named, { signal }),
    ).resolves.toMatchObject({ pipelines: [{ fullName: 'A b/100% #1' }] });
    for (const { fullName } of pipelines.slice(1, 3)) {
      const ref = { ...orders, fullName };
      const runs = await provider().listRuns(ref, { limit: 5, signal });
      expect(runs).toHaveLength(1);
    }
  });

  it('reads the failed stage, the cause and the new test failures of a run', async () => {
    const parts = await provider().readRun(run(11), { signal });
    expect(runOutcome(parts.run)).toBe('failed');
    expect(parts.run).toMatchObject({
      commit: {
        // The commit of the repository, not of the shared library
        hash: 'c83ae02076382670e286ac2474b7a7327fc28cde',
        message: 'Count containers twice',
        author: { name: 'Maren Visser', email: 'maren.visser@harbour.example' },
      },
      tests: { total: 4, failed: 2, skipped: 1 },
      gate: 'unknown',
      causes: [{ kind: 'commit', text: 'Push event to branch main' }],
    });
    expect(parts.failure).toMatchObject({
      stageName: 'Unit tests',
      error: 'script returned exit code 1',
      lastLines: expect.arrayContaining(['[ERROR] Tests run: 3, Failures: 2']),
    });
    expect(parts.parameters).toEqual([{ name: 'CLEAN', value: true }]);
    const tests = await provider().readTests(run(11), { signal });
    expect(tests?.counts).toEqual({
      total: 4,
      failed: 2,
      skipped: 1,
      newlyFailed: 1,
    });
    expect(
      tests?.cases.map(({ name, status, isNew, failedSince }) => [
        name,
        status,
        isNew,
        failedSince,
      ]),
    ).toEqual([
      ['countsTwice', 'failed', true, 11],
      ['remembers', 'failed', false, 8],
      ['forgets', 'skipped', false, undefined],
      ['counts', 'passed', false, undefined],
    ]);
    expect(tests?.robot).toMatchObject([
      {
        name: 'Tests » Smoke',
        passed: 1,
        failed: 1,
        cases: [
          { name: 'orders answers in time', message: '2.5 s > 1 s' },
          { isCritical: true, tags: ['critical', 'smoke'], durationMs: 201 },
        ],
      },
    ]);
    const gate = await provider().readGate(run(11), { signal });
    expect(gate).toMatchObject({
      coverage: { line: 81.25, branch: 70 },
      warnings: [{ tool: 'CheckStyle', total: 12, newOnes: 2, fixed: 1 }],
      sonarqube: { status: 'unknown' },
      problems: [],
    });
  });

  it('reads the quality gate of a run with the token of SonarQube', async () => {
    const gateBy = async (apiKey: string) => {
      const sonarqube = { baseUrl: sonarqubeUrl, apiKey };
      const asked = provider(undefined, undefined, { sonarqube });
      return (await asked.readGate(run(11), { signal })).sonarqube;
    };
    await expect(gateBy('token-of-the-portal')).resolves.toEqual({
      url: `${sonarqubeUrl}/dashboard?id=orders`,
      status: 'failed',
      conditions: [
        {
          metric: 'new_coverage',
          isMet: false,
          actual: '71.2',
          threshold: '80',
        },
        { metric: 'new_violations', isMet: true, actual: '0', threshold: '0' },
      ],
      measures: { bugs: '3', coverage: '78.4' },
    });
    const sonarqube = {
      baseUrl: sonarqubeUrl,
      apiKey: 'token-of-the-portal',
    };
    const { readRun } = provider(undefined, undefined, { sonarqube });
    const { run: whole } = await readRun(run(11), { signal });
    expect(whole.gate).toBe('failed');
    await expect(gateBy('wrong-token')).resolves.toMatchObject({
      status: 'unknown',
      problem: { code: 'sonarqubeUnexpectedStatus', values: { status: 401 } },
    });
  });

  it.each([
    ['graph-view', ['Build', 'Tests'], ['Unit', 'Acceptance']],
    ['wfapi', ['Build', 'Tests', 'Unit', 'Acceptance'], []],
  ])('reads stages from %s', async (plugin, outer, inner) => {
    await fetch(`${url}emulator/plugins?has=${plugin}`);
    const { stages = [] } = await provider().readProgress(run(10), { signal });
    expect(stages.map(({ name }) => name)).toEqual(outer);
    expect(
      stages.flatMap(({ children }) => children.map(({ name }) => name)),
    ).toEqual(inner);
    const log = await provider().readLog(run(10), {
      signal,
      maxBytes: 1000,
      stageId: '6',
    });
    expect(log.text).toContain('[Build] hello');
    await fetch(`${url}emulator/plugins?has=both`);
  });

  it('reads the end and any part of a log of 200 MB without reading the rest', async () => {
    const long = {
      server: 'default',
      job: 'long',
      fullName: 'long',
      number: 1,
    };
    const size = 200 * 1024 ** 2;
    const before = process.memoryUsage().rss;
    const end = await provider().readLog(long, { signal, maxBytes: 64 * 1024 });
    expect(end).toMatchObject({ size, end: size, isGrowing: false });
    expect(end.text.length).toBeLessThanOrEqual(64 * 1024);
    expect(end.text).toMatch(/^\[INFO\] The same/);
    const middle = await provider().readLog(long, {
      signal,
      start: 37 * 1_000_000,
      maxBytes: 1024,
    });
    expect(middle.end).toBeLessThanOrEqual(37 * 1_000_000 + 1024);
    expect(middle.text.endsWith('\n')).toBe(true);
    const past = { signal, start: size + 5, maxBytes: 1024 };
    expect((await provider().readLog(long, past)).text).toBe('');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 ** 2);
  });

  it('returns only complete lines of a growing log', async () => {
    const ref = run(1, { ...orders, fullName: 'harbour/orders/feature%2Fx' });
    const log = await provider().readLog(ref, { signal, maxBytes: 1024 });
    expect(log).toMatchObject({ text: 'Started\n', end: 8, isGrowing: true });
  });

  it('lists the newest of 10,000 builds without reading the others', async () => {
    const ref = { server: 'default', job: 'old', fullName: 'old' };
    const runs = await provider().listRuns(ref, { limit: 15, signal });
    expect(runs.map(({ number }) => number)).toEqual(
      Array.from({ length: 15 }, (_, index) => 10_000 - index),
    );
  });

  it('reads parameter definitions without secrets, and triggers a run', async () => {
    const nightly = { server: 'default', job: 'harbour/nightly' };
    const ref = { ...nightly, fullName: 'harbour/nightly' };
    expect(await provider().readParameters(ref, { signal })).toEqual([
      { type: 'string', name: 'VERSION', default: '1.0' },
      { type: 'boolean', name: 'DRY_RUN', default: true },
      {
        type: 'choice',
        name: 'SIZE',
        default: 'small',
        choices: ['small', 'large'],
      },
      { type: 'text', name: 'NOTES', default: 'none' },
      { type: 'password', name: 'TOKEN' },
      { type: 'unsupported', name: 'DATA', kind: 'FileParameterDefinition' },
    ]);
    const asked = await provider().performAction(
      { kind: 'trigger', pipeline: ref, parameters: { VERSION: '2 & 3' } },
      { signal },
    );
    if (asked.state !== 'queued') throw new Error('It was not queued');
    await expect(
      provider().readQueueItem(ref, { queueId: asked.queueId, signal }),
    ).resolves.toEqual({ state: 'started', number: 4 });
    // With default values
    await expect(
      provider().performAction(
        { kind: 'trigger', pipeline: ref, parameters: {} },
        { signal },
      ),
    ).resolves.toMatchObject({ state: 'queued' });
    await expect(
      provider().readQueueItem(ref, { queueId: '1', signal }),
    ).resolves.toEqual({ state: 'gone' });
  });

  it('keeps a run, submits an input, restarts from a stage and stops a run', async () => {
    const jenkins = provider();
    const keep = (is: boolean) =>
      jenkins.performAction(
        { kind: 'keep', run: run(10), keep: is },
        { signal },
      );
    await keep(true);
    await keep(true);
    const read = (number: number) => jenkins.readRun(run(number), { signal });
    expect((await read(10)).run.isKept).toBe(true);
    expect((await read(10)).restartableStages).toEqual(['Build', 'Tests']);
    const waiting = await read(12);
    expect(waiting.run.status).toEqual({
      state: 'waiting',
      message: 'Deploy to staging?',
      inputs: [
        {
          message: 'Deploy to staging?',
          submitters: ['releases', 'maren.visser'],
        },
      ],
    });
    expect(waiting.inputs).toEqual([
      {
        id: 'Staging',
        message: 'Deploy to staging?',
        proceedLabel: 'Deploy',
        submitters: ['releases', 'maren.visser'],
        parameters: [
          {
            type: 'choice',
            name: 'SHARE',
            default: '25',
            choices: ['25', '100'],
          },
        ],
      },
    ]);
    await jenkins.performAction(
      {
        kind: 'answer',
        run: run(12),
        inputId: 'Staging',
        decision: 'proceed',
        parameters: { SHARE: '100' },
      },
      { signal },
    );
    expect(runOutcome((await read(12)).run)).toBe('succeeded');
    await jenkins.performAction(
      { kind: 'restart', run: run(11), stage: 'Build' },
      { signal },
    );
    await expect(
      jenkins.performAction(
        { kind: 'restart', run: run(11), stage: 'No' },
        { signal },
      ),
    ).rejects.toThrow(/did not restart .* from stage 'No': not allowed/);
    await jenkins.performAction({ kind: 'stop', run: run(13) }, { signal });
    expect(runOutcome((await read(13)).run)).toBe('aborted');
  });

  it('identifies a job by the repository that it builds', async () => {
    const identify = (job: string) =>
      provider().identifyJob({ server: 'default', job }, { signal });
    await expect(identify('weather/stations/rain-gauge')).resolves.toEqual({
      isFolder: false,
      repositories: ['git@git.harbour.example:weather/Rain-Gauge.git'],
    });
    await expect(identify('weather')).resolves.toEqual({
      isFolder: true,
      repositories: [],
    });
    await expect(identify('weather/none')).rejects.toThrow(
      expect.objectContaining({ name: 'NotFoundError' }),
    );
  });

  it('finds the jobs that build a repository by reading a few of them', async () => {
    const find = (address: string, jenkins = provider()) =>
      jenkins.findJobs(address, { signal });
    await fetch(`${url}emulator/forget`);
    await expect(
      find('https://git.harbour.example/weather/rain-gauge'),
    ).resolves.toEqual({
      jobs: [
        {
          name: 'weather/stations/rain-gauge',
          url: `${url}job/weather/job/stations/job/rain-gauge/`,
        },
        {
          name: 'weather/rain-gauge-nightly',
          url: `${url}job/weather/job/rain-gauge-nightly/`,
        },
      ],
      problems: [],
    });
    // One listing, and the last builds of four jobs
    expect(await calls()).toEqual({
      'GET /api/json': 1,
      'GET /job/api/json': 4,
    });
    const { jobs } = await find('https://git.harbour.example/harbour/orders/');
    expect(jobs[0].name).toBe('harbour/orders');
    expect(jobs.length).toBeLessThanOrEqual(5);
    // All pipelines here check it out as a library, and none builds it
    await expect(
      find('https://git.harbour.example/platform/pipeline-library'),
    ).resolves.toEqual({ jobs: [], problems: [] });
  });

  it('finds jobs on the available servers, and reports the others', async () => {
    const account = { username: 'portal', apiKey: 'token-of-the-portal' };
    const instance = (name: string, baseUrl: string) => ({
      name,
      baseUrl,
      ...account,
    });
    const instances = [
      instance('mobile', url),
      instance('away', 'http://localhost:1/'),
    ];
    const both = JenkinsProvider.fromConfig(
      mockServices.rootConfig({ data: { jenkins: { instances } } }),
    );
    const address = 'https://git.harbour.example/weather/rain-gauge';
    const found = await both.findJobs(address, { signal });
    expect(found).toMatchObject({
      jobs: [
        { name: 'mobile:weather/stations/rain-gauge' },
        { name: 'mobile:weather/rain-gauge-nightly' },
      ],
      problems: [
        {
          code: 'jenkinsUnreachable',
          message: expect.stringMatching(/^Jenkins 'away' is unreachable at /),
        },
      ],
    });
    await fault('hanging');
    const soon = AbortSignal.timeout(200);
    await expect(
      both.findJobs(address, { signal: soon }),
    ).resolves.toMatchObject({
      jobs: [],
      problems: expect.arrayContaining([
        pipelineProblem('jobSearchTimeout', {
          server: 'mobile',
          repository: address,
        }),
      ]),
    });
    await fault('none');
  });

  it('creates a job with its folders once, and scans for branches', async () => {
    const target = { server: 'default', job: 'quay/north side/lock-keeper' };
    const spec = {
      repositoryUrl: 'https://git.harbour.example/quay/lock-keeper.git',
      credentialsId: 'git-reader',
      scriptPath: 'ci/Jenkinsfile',
    };
    const create = (changed = {}, job = target.job, jenkins = provider()) =>
      jenkins.createPipeline(
        { ...target, job },
        { ...spec, ...changed },
        { signal },
      );
    await fetch(`${url}emulator/forget`);
    await expect(create()).resolves.toBe('created');
    expect(await calls()).toEqual({
      'GET /job/api/json': 3,
      'POST /createItem': 1,
      'POST /job/createItem': 2,
      'POST /job/build': 1,
    });
    const { pipelines } = await provider().listPipelines(target, { signal });
    expect(pipelines).toMatchObject([{ name: 'main', kind: 'branch' }]);
    const config = await (
      await fetch(
        `${url}job/quay/job/north%20side/job/lock-keeper/config.xml`,
        {
          headers: {
            authorization: `Basic ${btoa('portal:token-of-the-portal')}`,
          },
        },
      )
    ).text();
    expect(config).toContain('<credentialsId>git-reader</credentialsId>');
    expect(config).toContain('<scriptPath>ci/Jenkinsfile</scriptPath>');

    await fetch(`${url}emulator/forget`);
    await expect(
      create({ repositoryUrl: 'https://git.harbour.example/quay/lock-keeper' }),
    ).resolves.toBe('exists');
    expect(Object.keys(await calls())).not.toContain('POST /job/createItem');
    await expect(
      create({ repositoryUrl: 'https://git.harbour.example/quay/other.git' }),
    ).rejects.toThrow(
      "'quay/north side/lock-keeper' already exists in Jenkins 'default' and builds https://git.harbour.example/quay/lock-keeper.git, not https://git.harbour.example/quay/other.git",
    );
    await expect(create({}, 'harbour/nightly')).rejects.toThrow(
      "'harbour/nightly' already exists in Jenkins 'default' and is not a multibranch pipeline",
    );
    await expect(create({}, 'harbour/orders/inner')).rejects.toThrow(
      "Cannot create a job in 'harbour/orders'",
    );
    await expect(create({}, 'quay/what?')).rejects.toThrow(
      "rejected the request for 'quay/what?': ? is an unsafe character",
    );
    await expect(create({}, 'quays/another')).rejects.toThrow(
      "Cannot create the job 'quays/another': delivery.jenkins.pipelineCreation.folders allows only the folders quay, harbour",
    );
    const none = provider(undefined, url, { delivery: {} });
    await expect(create({}, 'quay/another', none)).rejects.toThrow(
      'delivery.jenkins.pipelineCreation.folders is not configured',
    );
    const reader = { username: 'reader', apiKey: 'token-of-a-reader' };
    await expect(create({}, 'quay/another', provider(reader))).rejects.toThrow(
      "does not allow the user 'reader' to create 'quay/another'. Grant the permission hudson.model.Item.Create",
    );
  });

  it('streams an artifact', async () => {
    const { stream, size } = await provider().readArtifact(run(10), {
      path: 'report/<b>.html',
      signal,
    });
    expect(size).toBe(18);
    expect(await text(stream)).toBe('<script>1</script>');
  });

  it.each([
    ['restarting', /'default' is starting/],
    [
      'html',
      /request for 'harbour\/orders': it is not JSON \(content type: text\/html/,
    ],
    ['redirect', /redirected the request .* to a URL outside its baseUrl/],
  ])('reports the problem of a server in the state %s', async (is, message) => {
    await fault(is);
    try {
      await expect(
        provider().listPipelines(orders, { signal }),
      ).rejects.toThrow(message);
    } finally {
      await fault('none');
    }
  });

  it('reports problems with accounts, jobs and URLs, without secrets', async () => {
    const rejected = async (jenkins: JenkinsProvider, job = orders.job) => {
      const asked = jenkins.listPipelines({ ...orders, job }, { signal });
      return asked.then(
        () => '',
        error => `${error.name}: ${error.message}`,
      );
    };
    const wrong = provider({ username: 'portal', apiKey: 'hush-hush' });
    expect(await rejected(wrong)).toMatch(
      /^NotAllowedError: .*rejected the credentials of the user 'portal'/,
    );
    expect(await rejected(wrong)).not.toContain('hush-hush');
    expect(await rejected(provider(), 'harbour/nobody')).toBe(
      "NotFoundError: Jenkins 'default' has no 'harbour/nobody', or the portal's user may not see it",
    );
    const away = provider(undefined, 'http://localhost:1/jenkins/');
    expect(await rejected(away)).toMatch(
      /^ServiceUnavailableError: .*is unreachable at http:\/\/localhost:1/,
    );
    const reader = provider({
      username: 'reader',
      apiKey: 'token-of-a-reader',
    });
    await expect(
      reader.performAction({ kind: 'stop', run: run(11) }, { signal }),
    ).rejects.toThrow(/does not allow the user 'reader' to change/);
    const closed = { ...orders, fullName: 'harbour/closed' };
    await expect(
      provider().performAction(
        { kind: 'trigger', pipeline: closed, parameters: {} },
        { signal },
      ),
    ).rejects.toThrow(/disabled/);
  });

  it('ends a request to a hanging server when the caller aborts it', async () => {
    await fault('hanging');
    const gone = new AbortController();
    const asked = provider().listPipelines(orders, { signal: gone.signal });
    gone.abort();
    await expect(asked).rejects.toThrow(/aborted/);
    await fault('none');
  });
});
