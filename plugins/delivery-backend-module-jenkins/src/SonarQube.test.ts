import { ConfigReader } from '@backstage/config';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { SonarQube } from './SonarQube';

// Handwritten responses, after SonarQube's description of its Web API
describe('SonarQube', () => {
  let server: FakeJenkins;
  let sonarqube: SonarQube;
  const { signal } = new AbortController();

  beforeEach(async () => {
    server = await FakeJenkins.start();
    sonarqube = SonarQube.fromConfig(
      new ConfigReader({
        sonarqube: {
          baseUrl: server.url,
          externalBaseUrl: 'https://sonar.example',
          apiKey: 'hush-hush',
        },
      }),
    );
    server.answer('GET api/qualitygates/project_status', {
      json: {
        projectStatus: {
          status: 'ERROR',
          conditions: [
            {
              status: 'ERROR',
              metricKey: 'new_coverage',
              actualValue: '71.2',
              errorThreshold: '80',
            },
          ],
        },
      },
    });
    server.answer('GET api/measures/component', {
      json: { component: { measures: [{ metric: 'bugs', value: '3' }] } },
    });
  });

  afterEach(async () => server.stop());

  const dashboard =
    'https://sonar.example/dashboard?id=shop&branch=feature%2Fx';
  const answerTask = (task: object) =>
    server.answer('GET api/ce/task', { json: { task } });
  const queryOf = (path: string) =>
    Object.fromEntries(
      server.received.find(each => each.path === path)?.query ?? [],
    );

  it('does not read an answer that is too large', async () => {
    answerTask({ status: 'SUCCESS', analysisId: 'a'.repeat(600 * 1024) });
    await expect(
      sonarqube.read(dashboard, 't1', signal),
    ).resolves.toMatchObject({
      status: 'unknown',
      problem: { code: 'sonarqubeTooLarge' },
    });
    await expect(sonarqube.gateStatus(dashboard, 't1', signal)).resolves.toBe(
      'unknown',
    );
  });

  it('reads the quality gate of the run’s own analysis, and the measures of its branch', async () => {
    answerTask({ status: 'SUCCESS', analysisId: 'a1' });
    await expect(sonarqube.read(dashboard, 't1', signal)).resolves.toEqual({
      url: dashboard,
      status: 'failed',
      conditions: [
        {
          metric: 'new_coverage',
          isMet: false,
          actual: '71.2',
          threshold: '80',
        },
      ],
      measures: { bugs: '3' },
    });
    expect(queryOf('api/qualitygates/project_status')).toEqual({
      analysisId: 'a1',
    });
    expect(queryOf('api/measures/component')).toMatchObject({
      component: 'shop',
      branch: 'feature/x',
    });
  });

  it('notes that the newest analysis may belong to another run', async () => {
    const read = await sonarqube.read(dashboard, undefined, signal);
    expect(read.problem?.code).toBe('sonarqubeNewestAnalysis');
    expect(queryOf('api/qualitygates/project_status')).toEqual({
      projectKey: 'shop',
      branch: 'feature/x',
    });
  });

  it.each([
    [{ status: 'IN_PROGRESS' }, { status: 'pending' }],
    [
      { status: 'FAILED', errorMessage: 'No space' },
      {
        status: 'unknown',
        problem: { message: expect.stringMatching('FAILED, No space') },
      },
    ],
    [{ status: 'CANCELED' }, { status: 'unknown' }],
  ])('reports the state of the analysis task %j', async (task, read) => {
    answerTask(task);
    await expect(
      sonarqube.read(dashboard, 't1', signal),
    ).resolves.toMatchObject(read);
  });

  it('sends its token to no other server', async () => {
    const other = await FakeJenkins.start();
    const link = `${other.url}/dashboard?id=shop`;
    const read = await sonarqube.read(link, 't1', signal);
    expect(read).toMatchObject({ url: link, status: 'unknown' });
    expect(other.calls).toEqual([]);
    server.answer('GET api/ce/task', {
      status: 302,
      text: '',
      headers: { location: other.url },
    });
    const redirected = await sonarqube.read(dashboard, 't1', signal);
    expect(redirected).toMatchObject({ status: 'unknown' });
    expect(redirected.problem?.message).not.toContain('hush-hush');
    expect(other.calls).toEqual([]);
    await other.stop();
  });
});
