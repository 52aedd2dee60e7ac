import { ConfigReader } from '@backstage/config';
import { FakeJenkins } from './__testUtils__/FakeJenkins';
import { JenkinsProvider } from './JenkinsProvider';

// Handwritten, after the sources that jobConfig.ts names
describe('identifyJob', () => {
  const { signal } = new AbortController();
  const BILLING = 'https://git.example/harbour/billing.git';
  const MULTIBRANCH =
    'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';
  let jenkins: FakeJenkins;

  beforeEach(async () => {
    jenkins = await FakeJenkins.start();
  });

  afterEach(async () => jenkins.stop());

  const identify = () =>
    JenkinsProvider.fromConfig(
      new ConfigReader({
        jenkins: { baseUrl: jenkins.url, username: 'portal', apiKey: 'key' },
      }),
    ).identifyJob({ server: 'default', job: 'shop' }, { signal });
  const answer = (job: object, config?: string) => {
    jenkins.answer('GET job/shop/api/json', { json: job });
    jenkins.answer(
      'GET job/shop/config.xml',
      config === undefined
        ? { text: 'no', status: 403 }
        : { text: config, headers: { 'content-type': 'application/xml' } },
    );
  };
  const build = (...remotes: string[]) => ({
    lastBuild: {
      actions: remotes.map(url => ({
        lastBuiltRevision: { SHA1: 'a'.repeat(40) },
        remoteUrls: [url],
      })),
    },
  });
  const scm = (...urls: string[]) =>
    `<scm class="hudson.plugins.git.GitSCM"><userRemoteConfigs>${urls
      .map(
        url =>
          `<hudson.plugins.git.UserRemoteConfig><url>${url}</url></hudson.plugins.git.UserRemoteConfig>`,
      )
      .join('')}</userRemoteConfigs></scm>`;

  it.each([
    ['a freestyle job', `<project>${scm(BILLING)}</project>`],
    [
      'a pipeline with its script from SCM',
      `<flow-definition><definition class="CpsScmFlowDefinition">${scm(BILLING)}</definition></flow-definition>`,
    ],
    [
      'a branch',
      `<flow-definition><properties><org.jenkinsci.plugins.workflow.multibranch.BranchJobProperty><branch>${scm(BILLING)}</branch></org.jenkinsci.plugins.workflow.multibranch.BranchJobProperty></properties></flow-definition>`,
    ],
  ])('reads the repository from the configuration of %s', async (_, config) => {
    answer(build('https://git.example/other/built.git'), config);
    await expect(identify()).resolves.toEqual({
      isFolder: false,
      repositories: [BILLING],
    });
  });

  it.each<[string, object, string | undefined, string[]]>([
    ['the last build', build(BILLING), undefined, [BILLING]],
    [
      'the last build of a job with an inline script',
      build(BILLING),
      '<flow-definition><definition class="CpsFlowDefinition"/></flow-definition>',
      [BILLING],
    ],
    [
      'all branches, whatever a change request checks out',
      {
        _class: MULTIBRANCH,
        jobs: [build(BILLING), build(BILLING, 'https://git.example/x/mine')],
      },
      undefined,
      [BILLING],
    ],
    [
      'nothing, because several repositories were checked out',
      build(BILLING, 'https://git.example/x/mine'),
      undefined,
      [],
    ],
    [
      'nothing, because several repositories are configured',
      build(BILLING),
      `<project>${scm(BILLING, 'https://git.example/x/mine')}</project>`,
      [],
    ],
    ['nothing, because it never ran', {}, undefined, []],
  ])('takes the repository from %s', async (_, job, config, repositories) => {
    answer(job, config);
    await expect(identify()).resolves.toEqual({
      isFolder: false,
      repositories,
    });
  });

  it.each([
    ['com.cloudbees.hudson.plugins.folder.Folder'],
    ['jenkins.branch.OrganizationFolder'],
  ])('recognises a folder of class %s', async _class => {
    answer({ _class, jobs: [build(BILLING)] });
    await expect(identify()).resolves.toEqual({
      isFolder: true,
      repositories: [],
    });
  });

  it('does not take an error of Jenkins for a missing permission', async () => {
    answer(build(BILLING));
    jenkins.answer('GET job/shop/config.xml', { text: 'no', status: 500 });
    await expect(identify()).rejects.toThrow(/500/);
  });
});
