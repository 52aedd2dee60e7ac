import { fixtureJson, fixtureText } from './__testUtils__/fixtures';
import { buildSchema } from './builds';
import { testReport, testReportSchema } from './readTests';
import { robotSuites, robotSuitesOfNames } from './robotSuites';
import { withoutStack } from './stackTrace';
import { graphViewSchema, stagesOfGraphView } from './stages';
import { subRunsOf } from './subRuns';

const build = (fields: object) =>
  buildSchema.parse({ number: 1, timestamp: 1, ...fields });

describe('a run that consists of runs', () => {
  it('lists the cells of a matrix that it built, failed ones first', () => {
    const read = buildSchema.parse(fixtureJson('build-matrix-failed.json'));
    expect(subRunsOf(read).map(({ name, outcome }) => [name, outcome])).toEqual(
      [
        ['nodes=debian9-64', 'failed'],
        ['nodes=alpine', 'succeeded'],
      ],
    );
  });

  it('lists the last attempts of the jobs of a MultiJob', () => {
    const sub = (jobName: string, result: unknown, retry = false) => ({
      jobName,
      buildNumber: 5,
      phaseName: 'Test',
      result,
      retry,
      url: `job/${jobName}/5/`,
    });
    const subBuilds = [
      sub('lint', 'SUCCESS'),
      sub('unit', 'FAILURE', true),
      sub('unit', null),
      sub('e2e', 'UNSTABLE'),
    ];
    const outcomes = (building: boolean) =>
      subRunsOf(build({ building, subBuilds })).map(each => [
        each.name,
        each.outcome,
      ]);
    expect(outcomes(true)).toEqual([
      ['e2e', 'unstable'],
      ['unit', 'running'],
      ['lint', 'succeeded'],
    ]);
    expect(outcomes(false)).toContainEqual(['unit', 'unknown']);
  });

  it('has the test cases of all its parts, with the name of the part', () => {
    const read = testReportSchema.parse(
      fixtureJson('testReport-multijob-nested.json'),
    );
    const { counts, cases } = testReport(read, 40219);
    expect(counts).toMatchObject({ total: 2, failed: 1, newlyFailed: 1 });
    expect(cases[0]).toMatchObject({
      name: 'breaks',
      isNew: true,
      suite: 'app-commit » app-linux » nodes=debian9-64 » s',
    });
  });

  it('names the module of a Maven job, the branch of a Pipeline, and why a test was skipped', () => {
    const report = (suites: unknown[]) => ({ suites });
    const child = (name: string) => ({
      child: { number: 7, url: `https://ci.example/job/shop/${name}/7/` },
      result: report([
        {
          name: 's',
          enclosingBlockNames: ['Worker 10', 'Tests'],
          cases: [
            { name: 'starts', status: 'SKIPPED', skippedMessage: 'no network' },
          ],
        },
      ]),
    });
    const { cases } = testReport(
      testReportSchema.parse({
        failCount: 0,
        skipCount: 2,
        childReports: [child('com.example$core'), child('com.example$web')],
      }),
      7,
    );
    expect(cases.map(({ suite, message }) => [suite, message])).toEqual([
      ['com.example:core » Tests » Worker 10 » s', 'no network'],
      ['com.example:web » Tests » Worker 10 » s', 'no network'],
    ]);
  });
});

describe('Robot Framework', () => {
  it('has durations in reports of versions before 7', () => {
    const [suite] = robotSuites(fixtureText('robot-before-7.xml'));
    expect(suite.cases[0]).toMatchObject({ durationMs: 2_500 });
  });

  it.each([
    ['starttime="N/A" endtime="N/A"', undefined],
    ['starttime="20191014 10:21:05.100"', undefined],
    ['starttime="20191231 23:59:59.900" endtime="20200101 00:00:00.100"', 200],
    ['elapsed="0.2" start="2024-01-01T10:00:00.000000"', 200],
  ])('reads the times %s', (times, durationMs) => {
    const [{ cases }] = robotSuites(
      `<robot><suite name="S"><test name="a"><status status="PASS" ${times}/></test></suite></robot>`,
    );
    expect(cases[0].durationMs).toBe(durationMs);
  });

  it('has the names of cases without a report', () => {
    expect(
      robotSuitesOfNames({
        executedSuites: ['Harbour', 'Harbour.Smoke'],
        failedCases: ['Harbour.Smoke.v1.0 answers'],
        passedCases: ['Harbour.Smoke.works'],
        skippedCases: [],
      }),
    ).toMatchObject([
      {
        name: 'Harbour.Smoke',
        failed: 1,
        passed: 1,
        cases: [{ name: 'v1.0 answers' }, { name: 'works' }],
      },
    ]);
  });
});

describe('withoutStack', () => {
  it('keeps the message and the line of the Pipeline script', () => {
    expect(withoutStack(fixtureText('exception-plugin-frames.txt'))).toBe(
      [
        'Found unhandled java.lang.NullPointerException exception:',
        'Cannot invoke method trim() on null object',
        '\tWorkflowScript.run(WorkflowScript:12)',
      ].join('\n'),
    );
  });

  it.each([
    [
      'keeps a shared library, and leaves out Groovy files of plugins',
      'X: y\n\tat deploy.call(deploy.groovy:5)\n\tat com.acme.Steps.run(Steps.groovy:9)\n\tat org.jenkinsci.plugins.docker.workflow.Docker.node(Docker.groovy:66)\n\t... 12 more',
      'X: y\n\tat deploy.call(deploy.groovy:5)\n\tat com.acme.Steps.run(Steps.groovy:9)',
    ],
    [
      'leaves out the class of an exception for users',
      'Found unhandled hudson.AbortException exception:\nscript returned exit code 1',
      'script returned exit code 1',
    ],
    ['keeps a message in parentheses', 'Stage failed (twice)', undefined],
    [
      'keeps causes',
      'A: b\n\tat java.base/java.lang.Thread.run(Thread.java:1583)\nCaused by: C: d',
      'A: b\nCaused by: C: d',
    ],
  ])('%s', (_, exception, expected) => {
    expect(withoutStack(exception)).toBe(expected ?? exception);
  });
});

it('shows why a stage is queued, and on which agent', () => {
  const read = graphViewSchema.parse(
    fixtureJson('stages-queued-with-cause.json'),
  );
  expect(stagesOfGraphView(read, 0)).toMatchObject([
    {
      status: 'queued',
      reason: "Waiting for next available executor on 'arm64'",
      agent: 'built-in',
    },
  ]);
});
