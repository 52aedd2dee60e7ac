import {
  jobRepositoriesIn,
  multibranchConfig,
  repositoriesIn,
} from './jobConfig';

const MULTIBRANCH =
  'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject';

describe('multibranchConfig', () => {
  it('escapes user input', () => {
    const repositoryUrl =
      'https://git.example/a/b?c=1&d=\'</remote><script>"x"</script>';
    const xml = multibranchConfig({ repositoryUrl, scriptPath: ']]><x/>' });
    expect(xml).not.toContain('<script>');
    expect(xml).not.toContain('<x/>');
    expect(repositoriesIn(xml)).toEqual([repositoryUrl]);
    expect(xml).not.toContain('credentialsId');
  });
});

describe('repositoriesIn', () => {
  const source = (content: string, kind = 'x') =>
    `<jenkins.branch.BranchSource><source class="${kind}">${content}</source></jenkins.branch.BranchSource>`;
  const config = (...sources: string[]) =>
    `<?xml version='1.1' encoding='UTF-8'?><${MULTIBRANCH} plugin="x@1"><sources><data>${sources.join('')}</data></sources></${MULTIBRANCH}>`;

  // Handwritten, in the form of the plugins
  it.each([
    ['Git', '<remote>git@host:a/b.git</remote>', 'git@host:a/b.git', 'x'],
    [
      'GitHub',
      '<apiUri>https://api.github.com</apiUri><repoOwner>a</repoOwner><repository>b</repository><repositoryUrl>\nhttps://github.com/a/b.git\n</repositoryUrl>',
      'https://github.com/a/b.git',
      'x',
    ],
    [
      'Gitea',
      '<serverUrl>https://git.example/</serverUrl><repoOwner>a</repoOwner><repository>b</repository>',
      'https://git.example/a/b',
      'x',
    ],
    [
      'GitLab',
      '<serverName>x</serverName><projectPath>a/b</projectPath><sshRemote>git@gitlab.example:a/b.git</sshRemote><httpRemote>https://gitlab.example/a/b.git</httpRemote>',
      'https://gitlab.example/a/b.git',
      'x',
    ],
    [
      'Bitbucket Server',
      '<serverUrl>https://bitbucket.example</serverUrl><repoOwner>PROJ</repoOwner><repository>app</repository>',
      'https://bitbucket.example/projects/PROJ/repos/app',
      'com.cloudbees.jenkins.plugins.bitbucket.BitbucketSCMSource',
    ],
    [
      'Bitbucket Cloud',
      '<serverUrl>https://bitbucket.org</serverUrl><repoOwner>team</repoOwner><repository>app</repository>',
      'https://bitbucket.org/team/app',
      'com.cloudbees.jenkins.plugins.bitbucket.BitbucketSCMSource',
    ],
  ])('knows that of %s', (_, content, repository, kind) => {
    expect(repositoriesIn(config(source(content, kind)))).toEqual([repository]);
  });

  it('returns several repositories without credentials, and leaves out unknown sources', () => {
    expect(
      repositoriesIn(
        config(
          source('<remote>https://me:hush@host/a</remote>'),
          source('<projectPath>a/b</projectPath>'),
        ),
      ),
    ).toEqual(['https://host/a']);
    expect(repositoriesIn('<project/>')).toEqual([]);
    expect(repositoriesIn('no XML')).toEqual([]);
  });
});

describe('jobRepositoriesIn', () => {
  const scm =
    '<scm><userRemoteConfigs><hudson.plugins.git.UserRemoteConfig><url>https://git.example/a/b</url></hudson.plugins.git.UserRemoteConfig></userRemoteConfigs></scm>';

  it.each([
    ['within the limits of XML', '', ['https://git.example/a/b']],
    ['with too many tags', '<x/>'.repeat(40_000), []],
    ['with a DOCTYPE', '<!DOCTYPE x>', []],
  ])('reads a configuration %s', (_, more, repositories) => {
    const xml = `<project>${scm}${more}</project>`;
    expect(jobRepositoriesIn(xml)).toEqual(repositories);
  });
});
