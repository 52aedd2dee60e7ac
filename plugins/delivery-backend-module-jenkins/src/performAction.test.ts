import { ConfigReader } from '@backstage/config';
import type { ProviderAction } from '@fairway/backstage-plugin-delivery-node';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';

describe('JenkinsProvider.performAction', () => {
  let jenkins: FakeJenkins;
  let provider: JenkinsProvider;
  const { signal } = new AbortController();
  const pipeline = {
    server: 'default',
    job: 'shop',
    fullName: 'shop/feature%2Fx',
  };
  const run = { ...pipeline, number: 7 };
  const JOB = 'job/shop/job/feature%252Fx';

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
    provider = JenkinsProvider.fromConfig(
      new ConfigReader({
        jenkins: { baseUrl: jenkins.url, username: 'fairway', apiKey: 'key' },
      }),
    );
  });

  afterEach(async () => jenkins.stop());

  const act = (action: ProviderAction) =>
    provider.performAction(action, { signal });

  /** The last write request. */
  const posted = () =>
    jenkins.received.findLast(({ method }) => method === 'POST');

  function answerParameters(...names: string[]) {
    jenkins.answer(`GET ${JOB}/api/json`, {
      json: {
        property: [
          {},
          null,
          {
            parameterDefinitions: names.map(name => ({
              name,
              type: 'StringParameterDefinition',
              defaultParameterValue: { value: '' },
            })),
          },
        ],
      },
    });
  }

  const queued = (id: number, status = 201) => ({
    status,
    text: '',
    headers: { location: `https://elsewhere.example/queue/item/${id}/` },
  });

  it('triggers a run without parameters', async () => {
    answerParameters();
    jenkins.answer(`POST ${JOB}/build`, queued(41));
    await expect(
      act({ kind: 'trigger', pipeline, parameters: {} }),
    ).resolves.toEqual({ state: 'queued', queueId: '41' });
  });

  it('triggers a run with parameters, and returns the queue item that already waits', async () => {
    answerParameters('VERSION', 'DRY_RUN', 'OTHER');
    jenkins.answer(`POST ${JOB}/buildWithParameters`, queued(42, 303));
    await expect(
      act({
        kind: 'trigger',
        pipeline,
        parameters: { VERSION: '1 & 2 ü', DRY_RUN: true },
      }),
    ).resolves.toEqual({ state: 'queued', queueId: '42' });
    expect(posted()?.body).toBe('VERSION=1+%26+2+%C3%BC&DRY_RUN=true');
  });

  it.each([
    [
      'a redirect to the login page',
      { status: 302, text: '', headers: { location: '/ci/login?from=%2F' } },
      'A sign-in page answered the request',
    ],
    [
      'a redirect to another server',
      { status: 302, text: '', headers: { location: 'https://sso.example/' } },
      'A sign-in page answered the request',
    ],
    [
      'a redirect to the same page of another server',
      {
        status: 302,
        text: '',
        headers: { location: `https://ci.example/ci/${JOB}/build` },
      },
      `to https://ci.example/ci/${JOB}/build. It is not known whether`,
    ],
    [
      'a redirect to the job, which is Jenkins’ response to a rejected request',
      { status: 302, text: '', headers: { location: './' } },
      'did not return a queue item',
    ],
    [
      'a job that is disabled',
      {
        status: 409,
        text: '',
        headers: { 'x-error': 'shop is not buildable' },
      },
      'shop is not buildable',
    ],
    [
      'an account without permission',
      {
        status: 403,
        text: 'no',
        headers: {
          'x-you-are-authenticated-as': 'fairway',
          'x-required-permission': 'hudson.model.Item.Build',
        },
      },
      'Grant the permission hudson.model.Item.Build',
    ],
  ])('rejects %s', async (_, answer, message) => {
    answerParameters();
    jenkins.answer(`POST ${JOB}/build`, answer);
    await expect(
      act({ kind: 'trigger', pipeline, parameters: {} }),
    ).rejects.toThrow(message);
  });

  it('fetches a crumb if Jenkins requires one', async () => {
    answerParameters();
    jenkins.answer('GET crumbIssuer/api/json', {
      json: { crumb: 'c1', crumbRequestField: 'Jenkins-Crumb' },
      headers: { 'set-cookie': 'JSESSIONID=s1; Path=/; HttpOnly' },
    });
    jenkins.answer(`POST ${JOB}/build`, ({ headers }, response) => {
      const isGood =
        headers['jenkins-crumb'] === 'c1' && headers.cookie === 'JSESSIONID=s1';
      response
        .writeHead(isGood ? 201 : 403, { location: '/queue/item/5/' })
        .end(isGood ? '' : 'No valid crumb was included in the request');
    });
    await expect(
      act({ kind: 'trigger', pipeline, parameters: {} }),
    ).resolves.toEqual({ state: 'queued', queueId: '5' });
  });

  function answerRunParameters(parameters: unknown[]) {
    jenkins.answer(`GET ${JOB}/7/api/json`, {
      json: { number: 7, timestamp: 1, actions: [{}, null, { parameters }] },
    });
  }

  it('rebuilds a run with the same parameters', async () => {
    answerParameters('VERSION', 'DRY_RUN');
    answerRunParameters([
      { name: 'VERSION', value: '2.1' },
      { name: 'DRY_RUN', value: false },
    ]);
    jenkins.answer(`POST ${JOB}/buildWithParameters`, queued(6));
    await expect(act({ kind: 'rebuild', run })).resolves.toEqual({
      state: 'queued',
      queueId: '6',
    });
    expect(posted()?.body).toBe('VERSION=2.1&DRY_RUN=false');
  });

  it('does not rebuild a run with a password parameter', async () => {
    answerRunParameters([
      { _class: 'hudson.model.PasswordParameterValue', name: 'TOKEN' },
    ]);
    await expect(act({ kind: 'rebuild', run })).rejects.toThrow(
      "it has the secret parameter 'TOKEN', which Jenkins does not expose",
    );
  });

  it('stops a run', async () => {
    jenkins.answer(`POST ${JOB}/7/stop`, {
      status: 302,
      text: '',
      headers: { location: '/ci/job/shop/' },
    });
    await expect(act({ kind: 'stop', run })).resolves.toEqual({
      state: 'done',
    });
  });

  it('restarts from a stage, and detects a failure that Jenkins answers with 200', async () => {
    const restart = { kind: 'restart' as const, run, stage: 'Deploy to dev' };
    const answer = (success: string, message: string) =>
      jenkins.answer(`POST ${JOB}/7/restart/restartPipeline`, {
        json: { status: 'ok', data: { success, message } },
      });
    answer('true', 'ok');
    await expect(act(restart)).resolves.toEqual({ state: 'done' });
    expect(posted()?.query.get('stageName')).toBe('Deploy to dev');
    answer('false', 'not allowed to restart');
    await expect(act(restart)).rejects.toThrow('not allowed to restart');
    answer('perhaps', 'ok');
    await expect(act(restart)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      problem: { code: 'jenkinsResponseUnexpected' },
    });
  });

  it('submits an input', async () => {
    const answer = {
      kind: 'answer' as const,
      run,
      inputId: 'Deploy',
      decision: 'proceed' as const,
    };
    jenkins.answer(`POST ${JOB}/7/input/Deploy/proceed`, { text: '' });
    jenkins.answer(`POST ${JOB}/7/input/Deploy/proceedEmpty`, { text: '' });
    jenkins.answer(`POST ${JOB}/7/input/Deploy/abort`, {
      status: 400,
      text: "<h1>Error</h1><p>You need to be 'ada' (or have Job/Cancel permissions) to cancel this.</p>",
    });
    await act({ ...answer, parameters: { WHERE: 'staging', ALL: true } });
    expect(new URLSearchParams(posted()?.body).get('json')).toBe(
      '{"parameter":[{"name":"WHERE","value":"staging"},{"name":"ALL","value":true}]}',
    );
    await act({ ...answer, parameters: {} });
    expect(posted()?.path).toBe(`${JOB}/7/input/Deploy/proceedEmpty`);
    await expect(
      act({ ...answer, decision: 'abort', parameters: {} }),
    ).rejects.toThrow("You need to be 'ada'");
  });

  it('marks a run to be kept, and does not toggle a run that is kept already', async () => {
    let keepLog = false;
    jenkins.answer(`GET ${JOB}/7/api/json`, (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ keepLog })),
    );
    jenkins.answer(`POST ${JOB}/7/toggleLogKeep`, (_, response) => {
      keepLog = !keepLog;
      response.writeHead(302, { location: '.' }).end();
    });
    await act({ kind: 'keep', run, keep: true });
    await act({ kind: 'keep', run, keep: true });
    expect(keepLog).toBe(true);
    await act({ kind: 'keep', run, keep: false });
    expect(keepLog).toBe(false);
  });

  it.each([
    [
      { why: 'Waiting for an agent' },
      { state: 'queued', reason: 'Waiting for an agent' },
    ],
    [
      { why: null, executable: { number: 12 } },
      { state: 'started', number: 12 },
    ],
    [{ cancelled: true }, { state: 'cancelled' }],
    [undefined, { state: 'gone' }],
  ])('reads the queue item %j', async (json, outcome) => {
    if (json) jenkins.answer('GET queue/item/9/api/json', { json });
    await expect(
      provider.readQueueItem(pipeline, { queueId: '9', signal }),
    ).resolves.toEqual(outcome);
  });
});
