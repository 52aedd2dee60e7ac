import { z } from 'zod';
import { fixtureJson } from './__testUtils__/fixtures';
import { buildSchema } from './builds';
import { changesOf, commitOf } from './commits';
import { parametersOf, parseRun } from './parseRun';

const build = (fields: object) =>
  buildSchema.parse({ number: 1, timestamp: 1, ...fields });

describe('the commit of a run with a shared library', () => {
  const read = z
    .object({
      repository: z.string(),
      build: buildSchema,
      expectedCommit: z.string(),
    })
    .parse(fixtureJson('build-library-first.json'));

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
    const read = buildSchema.parse(fixtureJson('build-changesets-twice.json'));
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
