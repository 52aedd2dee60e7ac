import { ConfigReader } from '@backstage/config';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';

// Handwritten, after the sources of the plugins that inputs.ts refers to
describe('inputs', () => {
  let jenkins: FakeJenkins;
  let provider: JenkinsProvider;
  const run = { server: 'default', job: 'shop', fullName: 'shop', number: 7 };
  const { signal } = new AbortController();

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
    provider = JenkinsProvider.fromConfig(
      new ConfigReader({
        jenkins: { baseUrl: jenkins.url, username: 'portal', apiKey: 'key' },
      }),
    );
  });

  afterEach(async () => jenkins.stop());

  function answerBuild(inputAction: object) {
    const _class =
      'org.jenkinsci.plugins.workflow.support.steps.input.InputAction';
    jenkins.answer('GET job/shop/7/api/json', {
      json: {
        _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
        number: 7,
        building: true,
        timestamp: 1_700_000_000_000,
        actions: [{}, null, { _class, ...inputAction }],
      },
    });
  }

  it('are a problem if their form is unexpected, because they might lose their submitters', async () => {
    answerBuild({
      executions: [
        { id: 'Deploy', input: { message: 'Deploy?', submitter: ['ada'] } },
      ],
    });
    jenkins.answer('GET job/shop/7/wfapi/pendingInputActions', {
      json: [{ id: 'Deploy', message: 'Deploy?' }],
    });
    const {
      run: read,
      inputs,
      problems,
    } = await provider.readRun(run, {
      signal,
    });
    expect(read.status.state).toBe('running');
    expect(inputs).toEqual([]);
    expect(problems).toMatchObject([{ code: 'jenkinsResponseUnexpected' }]);
  });

  it('come from the run itself, with their submitters', async () => {
    answerBuild({
      executions: [
        { id: 'Done', settled: true, input: { message: 'Done?' } },
        {
          id: 'Deploy',
          settled: false,
          input: { message: 'Deploy?', ok: 'Go', submitter: 'ada, releases' },
        },
      ],
    });
    const { run: read, inputs } = await provider.readRun(run, { signal });
    expect(read.status).toEqual({
      state: 'waiting',
      message: 'Deploy?',
      inputs: [{ message: 'Deploy?', submitters: ['ada', 'releases'] }],
    });
    expect(inputs).toEqual([
      {
        id: 'Deploy',
        message: 'Deploy?',
        proceedLabel: 'Go',
        parameters: [],
        submitters: ['ada', 'releases'],
      },
    ]);
  });

  it('come from the Stage View if an older plugin does not return them', async () => {
    answerBuild({});
    jenkins.answer('GET job/shop/7/wfapi/pendingInputActions', {
      json: [
        {
          id: 'Deploy',
          message: 'Deploy?',
          inputs: [
            {
              type: 'ChoiceParameterDefinition',
              name: 'SHARE',
              definition: { defaultVal: '25', choices: ['25', '100'] },
            },
            {
              type: 'PasswordParameterDefinition',
              name: 'TOKEN',
              definition: { defaultVal: 'never shown' },
            },
          ],
        },
      ],
    });
    const { run: read } = await provider.readProgress(run, { signal });
    expect(read.status).toEqual({
      state: 'waiting',
      message: 'Deploy?',
      inputs: [{ message: 'Deploy?' }],
    });
    const { inputs } = await provider.readRun(run, { signal });
    expect(inputs).toEqual([
      {
        id: 'Deploy',
        message: 'Deploy?',
        proceedLabel: 'Proceed',
        parameters: [
          {
            type: 'choice',
            name: 'SHARE',
            default: '25',
            choices: ['25', '100'],
          },
          { type: 'password', name: 'TOKEN' },
        ],
      },
    ]);
  });
});
