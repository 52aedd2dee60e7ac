import { ConfigReader } from '@backstage/config';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { changesOf } from './commits';
import { parseRun } from './parseRun';
import { testReport, testReportSchema } from './readTests';
import { robotCounts, robotSuites } from './robotSuites';
import { SonarQube } from './SonarQube';
import { stagesOfGraphView, stagesOfWfapi } from './stages';

/** Words that no version of a server documents, and names that every object has. */
const UNKNOWN = [
  '',
  'WARN',
  'ok',
  'Passed',
  'constructor',
  '__proto__',
  'NEW',
].map((word): [string, string] => [word, 'unknown']);

describe('a status that the portal does not know is unknown', () => {
  describe('of a quality gate', () => {
    let server: FakeJenkins;
    beforeEach(async () => {
      server = await FakeJenkins.start();
    });
    afterEach(async () => server.stop());

    const statusOf = async (status: string) => {
      server.answer('GET api/ce/task', {
        json: { task: { status: 'SUCCESS', analysisId: 'a1' } },
      });
      server.answer('GET api/qualitygates/project_status', {
        json: { projectStatus: { status } },
      });
      const config = { baseUrl: server.url, apiKey: 'key' };
      const sonarqube = SonarQube.fromConfig(
        new ConfigReader({ sonarqube: config }),
      );
      const { signal } = new AbortController();
      const dashboard = `${server.url}/dashboard?id=shop`;
      return sonarqube.gateStatus(dashboard, 't1', signal);
    };

    it.each([
      ['OK', 'passed'],
      ['ERROR', 'failed'],
      ['NONE', 'unknown'],
      ...UNKNOWN,
    ])('%j is %s', async (word, status) => {
      await expect(statusOf(word)).resolves.toBe(status);
    });
  });

  it.each([
    ['PASSED', 'passed'],
    ['FIXED', 'fixed'],
    ['REGRESSION', 'failed'],
    ...UNKNOWN,
  ])('of a test: %j is %s', (word, status) => {
    const { cases, counts } = testReport(
      testReportSchema.parse({
        failCount: 0,
        skipCount: 0,
        suites: [{ cases: [{ name: 'a', status: word }] }],
      }),
      1,
    );
    expect(cases).toMatchObject([{ status }]);
    expect(counts.unknown).toBe(status === 'unknown' ? 1 : undefined);
  });

  it('rejects a test report that does not say how many tests failed', () => {
    expect(testReportSchema.safeParse({ totalCount: 3 }).success).toBe(false);
  });

  it.each([
    ['PASS', 'passed'],
    ['SKIP', 'skipped'],
    ['NOT RUN', 'skipped'],
    ...UNKNOWN,
  ])('of a Robot Framework test: %j is %s', (word, status) => {
    const suites = robotSuites(
      `<robot><suite name="S"><test name="a"><status status="${word}"/></test></suite></robot>`,
    );
    expect(suites).toMatchObject([{ cases: [{ status }] }]);
    expect(robotCounts(suites)).toMatchObject({ total: 1, failed: 0 });
    expect(robotCounts(suites).unknown).toBe(
      status === 'unknown' ? 1 : undefined,
    );
  });

  it.each([
    ['success', 'succeeded'],
    ['not_built', 'skipped'],
    ['finished', 'unknown'],
    ...UNKNOWN,
  ])('of a stage in Pipeline Graph View: %j is %s', (state, status) => {
    const stages = [{ id: 1, name: 'Build', state }];
    expect(stagesOfGraphView({ stages }, 0)).toMatchObject([{ status }]);
  });

  it.each<[string | null | undefined, string]>([
    ['SUCCESS', 'succeeded'],
    ['NOT_EXECUTED', 'skipped'],
    [undefined, 'unknown'],
    ...UNKNOWN,
  ])('of a stage in Stage View: %j is %s', (word, status) => {
    const stages = [{ id: '1', name: 'Build', status: word }];
    expect(stagesOfWfapi({ stages }, 0)).toMatchObject([{ status }]);
  });

  it.each<[string | null | undefined, string]>([
    ['SUCCESS', 'succeeded'],
    ['NOT_BUILT', 'not-built'],
    [null, 'unknown'],
    [undefined, 'unknown'],
    ...UNKNOWN,
  ])('of a build: %j is %s', (result, expected) => {
    expect(
      parseRun({ number: 1, timestamp: 0, actions: [], result }),
    ).toMatchObject({ status: { state: 'finished', result: expected } });
  });

  it('has a time where Jenkins reports an invalid one', () => {
    const times = {
      timestamp: 9e18,
      duration: 1e300,
      estimatedDuration: 1e300,
    };
    const item = { commitId: 'a', timestamp: 9e18, msg: 'a' };
    for (const building of [true, false]) {
      const build = {
        number: 1,
        ...times,
        building,
        changeSet: { items: [item] },
      };
      expect(parseRun(build)?.problem).toBeUndefined();
    }
    expect(changesOf({ changeSet: { items: [item] } })).toMatchObject([
      { hash: 'a', at: expect.any(String) },
    ]);
    const stages = [
      { id: 1, name: 'a', state: 'success', startTimeMillis: 9e18 },
    ];
    expect(stagesOfGraphView({ stages }, 0)).toHaveLength(1);
  });

  it.each([
    [
      { totalCount: 3, failCount: 1 },
      { total: 3, failed: 1, skipped: 0 },
    ],
    [{ totalCount: 3 }, undefined],
    [{ failCount: 0 }, undefined],
  ])('of the tests of a build with the counts %j: %j', (counts, tests) => {
    const actions = [{ urlName: 'testReport', ...counts }];
    expect(parseRun({ number: 1, timestamp: 0, actions })?.tests).toEqual(
      tests,
    );
  });
});
