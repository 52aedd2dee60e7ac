import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { buildSchema } from './builds';
import { changesOf, commitOf } from './commits';
import { JenkinsWebhooks } from './JenkinsWebhooks';
import { jenkinsItemSchema, listedJob } from './jobs';
import { parametersOf, parseRun } from './parseRun';
import { testReport, testReportSchema } from './readTests';
import { robotSuites, robotSuitesOfNames } from './robotSuites';
import { withoutStack } from './stackTrace';
import { graphViewSchema, stagesOfGraphView } from './stages';
import { subRunsOf } from './subRuns';

const text = (name: string) =>
  readFileSync(path.join(__dirname, '__fixtures__', name), 'utf8');
const json = (name: string): unknown => JSON.parse(text(name));
const build = (fields: object) =>
  buildSchema.parse({ number: 1, timestamp: 1, ...fields });

describe('the commit of a run with a shared library', () => {
  const read = z
    .object({
      repository: z.string(),
      build: buildSchema,
      expectedCommit: z.string(),
    })
    .parse(json('build-library-first.json'));

  it('is that of the service’s repository', () => {
    expect(commitOf(read.build, read.repository)?.hash).toBe(
      read.expectedCommit,
    );
  });

  it('is unknown if several repositories could be the service’s', () => {
    const data = (SHA1: string, url: string) => ({
      lastBuiltRevision: { SHA1 },
      remoteUrls: [url],
    });
    const other = 'https://git.example/other/app';
    const actions = [data('a', 'git@x:a/one'), data('b', 'git@x:a/two')];
    expect(commitOf(build({ actions }), other)).toBeUndefined();
    // Two checkouts of the same repository
    const twice = [data('a', 'git@x:a/one'), data('b', 'https://x/a/one.git')];
    expect(commitOf(build({ actions: twice }), other)?.hash).toBe('a');
  });

  it('is that of a service that is called a library', () => {
    const actions = [
      { lastBuiltRevision: { SHA1: 'a' }, remoteUrls: ['git@x:a/app'] },
      {
        lastBuiltRevision: { SHA1: 'b' },
        remoteUrls: ['git@x:a/payment-library'],
      },
    ];
    const repository = 'https://x/a/payment-library/tree/main';
    expect(commitOf(build({ actions }), repository)?.hash).toBe('b');
  });
});

describe('what Jenkins reports twice is shown once', () => {
  it('for commits', () => {
    const read = buildSchema.parse(json('build-changesets-twice.json'));
    expect(changesOf(read).map(({ message }) => message)).toEqual([
      'Two',
      'One',
    ]);
  });

  it('but not for revisions of several Subversion repositories', () => {
    const item = (msg: string) => ({ commitId: '12', msg, timestamp: 5 });
    const changeSets = [{ items: [item('a')] }, { items: [item('b')] }];
    expect(changesOf(build({ changeSets }))).toHaveLength(2);
  });

  it('for parameters, of which the last value counts, and a secret stays one', () => {
    const of = (_class: string, name: string, value: unknown) => ({
      _class,
      name,
      value,
    });
    const { actions } = build({
      actions: [
        {
          parameters: [
            of('StringParameterValue', 'A', '1'),
            of('WHideParameterValue', 'A', '2'),
            of('PasswordParameterValue', 'B', 'hush'),
            of('StringParameterValue', 'B', 'hush'),
          ],
        },
      ],
    });
    expect(parametersOf(actions)).toEqual([
      { name: 'A', value: '2' },
      { name: 'B' },
    ]);
  });
});

describe('a run that consists of runs', () => {
  it('lists the cells of a matrix that it built, failed ones first', () => {
    const read = buildSchema.parse(json('build-matrix-failed.json'));
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
      json('testReport-multijob-nested.json'),
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
    const [suite] = robotSuites(text('robot-before-7.xml'));
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
    expect(withoutStack(text('exception-plugin-frames.txt'))).toBe(
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
  const read = graphViewSchema.parse(json('stages-queued-with-cause.json'));
  expect(stagesOfGraphView(read, 0)).toMatchObject([
    {
      status: 'queued',
      reason: "Waiting for next available executor on 'arm64'",
      agent: 'built-in',
    },
  ]);
});

describe('jobs that are not listed', () => {
  it('are not mistaken for pipelines, and are named', () => {
    const item = jenkinsItemSchema.parse(
      json('jobs-folder-below-the-tree.json'),
    );
    expect(listedJob(item, 'dept')).toMatchObject({
      pipelines: [],
      problems: [
        {
          code: 'jenkinsFoldersTooDeep',
          values: { target: 'dept', folders: "'dept/team/org/app'" },
        },
      ],
    });
  });

  it.each([
    'com.cloudbees.hudson.plugins.folder.Folder',
    'jenkins.branch.OrganizationFolder',
    'com.acme.jenkins.SpecialContainer',
  ])('an item of the class %s is no pipeline', _class => {
    const item = { _class, name: 'team', views: [] };
    const root = { name: 'dept', jobs: [item] };
    expect(listedJob(jenkinsItemSchema.parse(root), 'dept').pipelines).toEqual(
      [],
    );
    expect(listedJob(jenkinsItemSchema.parse(item), 'team').pipelines).toEqual(
      [],
    );
  });

  it('are counted, if a project has more branches than are listed', () => {
    const jobs = Array.from({ length: 1_001 }, (_, n) => ({ name: `b${n}` }));
    const item = jenkinsItemSchema.parse({ name: 'shop', jobs });
    const { pipelines, problems } = listedJob(item, 'shop');
    expect(pipelines).toHaveLength(1_000);
    expect(problems).toMatchObject([
      { code: 'jenkinsJobsOmitted', values: { target: 'shop', limit: 1_000 } },
    ]);
  });
});

describe('a webhook of the Notification plugin', () => {
  const read = z
    .object({ body: z.object({}).loose(), expectedServer: z.string() })
    .parse(json('webhook-of-the-notification-plugin.json'));
  const server = (name: string, baseUrl: string) => ({ name, baseUrl });
  const event = (servers: { name: string; baseUrl: string }[]) =>
    JenkinsWebhooks.create({ secret: 's', now: () => 0, servers }).read({
      headers: { 'x-fairway-secret': 's' },
      body: Buffer.from(JSON.stringify(read.body)),
    });

  it.each([
    [[server('company', 'https://ci.example.org')]],
    // Jenkins knows itself by another URL
    [[server('company', 'http://jenkins.internal:8080')]],
    [
      [
        server('default', 'https://other.example.org'),
        server('company', 'https://ci.example.org'),
      ],
    ],
    [
      [
        server('default', 'https://other.example.org'),
        server('company', 'http://ci.example.org:8080'),
      ],
    ],
  ])('is of the server that sent it: %j', servers => {
    expect(event(servers)).toEqual({
      job: 'team/app/main',
      server: read.expectedServer,
    });
  });

  it('is of the default server, if none has its address', () => {
    const servers = [
      server('a', 'https://a.example'),
      server('default', 'https://b.example'),
    ];
    expect(event(servers)?.server).toBe('default');
  });
});

describe('a run', () => {
  it.each([
    ['com.cloudbees.jenkins.GitHubPushCause', 'commit'],
    ['hudson.plugins.git.GitStatus$CommitHookCause', 'commit'],
    [
      'com.sonyericsson.hudson.plugins.gerrit.trigger.hudsontrigger.GerritCause',
      'commit',
    ],
    ['org.jenkinsci.plugins.ghprb.GhprbCause', 'commit'],
    ['org.jenkinsci.plugins.github.pullrequest.GitHubPRCause', 'commit'],
    [
      'com.atlassian.bitbucket.jenkins.internal.trigger.BitbucketWebhookTriggerCause',
      'commit',
    ],
    [
      'io.jenkins.plugins.bitbucketpushandpullrequest.cause.BitBucketPPRRepositoryCause',
      'commit',
    ],
    ['com.dabsquared.gitlabjenkins.cause.GitLabWebHookCause', 'commit'],
    ['hudson.triggers.SCMTrigger$SCMTriggerCause', 'commit'],
    ['jenkins.branch.BranchIndexingCause', 'commit'],
    ['com.chikli.hudson.plugin.naginator.NaginatorCause', 'again'],
    ['com.sonyericsson.rebuild.RebuildCause', 'again'],
    ['hudson.triggers.TimerTrigger$TimerTriggerCause', 'timer'],
    [
      'org.jenkinsci.plugins.parameterizedscheduler.ParameterizedTimerTriggerCause',
      'timer',
    ],
    ['hudson.model.Cause$UserIdCause', 'person'],
    ['hudson.model.Cause$UpstreamCause', 'upstream'],
    [
      'org.jenkinsci.plugins.workflow.support.steps.build.BuildUpstreamCause',
      'upstream',
    ],
    ['hudson.model.Cause$RemoteCause', 'other'],
    ['com.acme.SomethingElse', 'other'],
  ])('with the cause %s is of the kind %s', (_class, kind) => {
    const read = parseRun({
      number: 1,
      timestamp: 0,
      actions: [{ causes: [{ _class }] }],
    });
    expect(read?.causes).toMatchObject([{ kind }]);
  });

  it.each([
    ['executions', { executions: { not: 'a list' } }],
    ['causes', { causes: 'a text' }],
    ['parameters', { parameters: [{ name: 7 }, 'text'] }],
    ['counts', { failCount: 'many', totalCount: {}, urlName: 'testReport' }],
    ['remoteUrls', { remoteUrls: 'https://x' }],
    ['a text', 'an action'],
  ])(
    'is readable although a plugin reports %s in another form',
    (_, action) => {
      const read = parseRun({
        number: 1,
        timestamp: 0,
        result: 'SUCCESS',
        displayName: 7,
        changeSets: [{ items: [{ commitId: 12 }, 'text'] }, null],
        actions: [action, { causes: [{ shortDescription: 'kept' }] }],
      });
      expect(read?.problem).toBeUndefined();
      expect(read?.causes.map(({ text: words }) => words)).toContain('kept');
      expect(read?.status).toMatchObject({ result: 'succeeded' });
    },
  );

  it.each([
    ['<a href="https://x/1">PR&nbsp;1</a><br/>by <b>Ada</b>', 'PR 1\nby Ada'],
    ['deploy <version> & wait', 'deploy <version> & wait'],
  ])('has the description %j as text', (description, expected) => {
    const read = parseRun({ number: 1, timestamp: 0, description });
    expect(read?.description).toBe(expected);
  });
});
