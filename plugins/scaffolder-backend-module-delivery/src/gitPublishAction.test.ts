import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { actionContext } from './__testUtils__/actionContext';
import { GiteaRepositories } from './GiteaRepositories';
import { GitServers } from './GitServers';
import { createGitPublishAction } from './gitPublishAction';

const config = new ConfigReader({
  integrations: {
    gitea: [
      {
        host: 'git.example',
        baseUrl: 'https://git.example/forge',
        username: 'portal',
        password: 'not-for-the-log',
      },
    ],
    github: [
      { host: 'github.example', token: 'secret', apiBaseUrl: 'https://x' },
    ],
  },
  delivery: {
    git: {
      servers: [
        {
          host: 'git.example',
          ssh: { keyFile: '/keys/git', knownHostsFile: '/keys/hosts' },
        },
      ],
    },
  },
});
const integrations = ScmIntegrations.fromConfig(config);
const servers = GitServers.fromConfig(config, integrations);
const client = GiteaRepositories.create(integrations);

describe('delivery:git:publish', () => {
  const gitea = {
    has: (url: string) => client.has(url),
    repositoryRef: (url: string) => client.repositoryRef(url),
    createRepository: jest.fn(async () => {}),
    grantTeamAccess: jest.fn(async () => ['Owners', 'Port-Operations']),
    protectBranch: jest.fn(async () => {}),
  };
  const push = jest.fn(async (_: object) => ({ commitHash: 'abc' }));
  const pusher = { push: jest.fn(async () => 'def') };
  const action = createGitPublishAction({ gitea, push, servers, pusher });
  const context = (
    isDryRun = false,
    repositoryUrl = 'https://git.example/forge/harbour/rain',
    rest: { team?: string } = {},
  ) =>
    actionContext(
      action,
      { repositoryUrl, message: 'Create rain', ...rest },
      { workspacePath: '/workspace', isDryRun },
    );

  beforeEach(() => jest.clearAllMocks());

  it('creates a private repository, pushes and protects its branch, once for any number of retries', async () => {
    const { ctx, output, said } = context();
    ctx.user = {
      entity: {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'User',
        metadata: { name: 'li.wei' },
        spec: { profile: { displayName: 'Li Wei', email: 'li@example.org' } },
      },
    };
    await action.handler(ctx);
    await action.handler(ctx);
    expect(gitea.createRepository.mock.calls).toEqual([
      [
        expect.objectContaining({ owner: 'harbour', name: 'rain' }),
        { description: '', defaultBranch: 'main', isPrivate: true },
        ctx.signal,
      ],
    ]);
    expect(push.mock.calls).toEqual([
      [
        expect.objectContaining({
          dir: '/workspace',
          remoteUrl: 'https://git.example/forge/harbour/rain.git',
          defaultBranch: 'main',
          commitMessage: 'Create rain',
          gitAuthorInfo: { name: 'Li Wei', email: 'li@example.org' },
        }),
      ],
    ]);
    expect(gitea.protectBranch).toHaveBeenCalledWith(
      expect.anything(),
      'main',
      ctx.signal,
    );
    expect(gitea.grantTeamAccess).not.toHaveBeenCalled();
    expect(output).toHaveBeenCalledWith(
      'repoContentsUrl',
      'https://git.example/forge/harbour/rain/src/branch/main/',
    );
    expect(output).toHaveBeenCalledWith('commitHash', 'abc');
    expect(said().join()).not.toContain('not-for-the-log');
  });

  it('continues with the repository that it created, after a failed push', async () => {
    const { ctx, output } = context();
    push.mockRejectedValueOnce(new Error('the line is dead'));
    await expect(action.handler(ctx)).rejects.toThrow(
      /harbour\/rain was created, but publishing failed: the line is dead. Retry the task to continue/,
    );
    await action.handler(ctx);
    expect(gitea.createRepository).toHaveBeenCalledTimes(1);
    expect(output).toHaveBeenCalledWith('commitHash', 'abc');
  });

  it('gives a team access and logs the teams with write access', async () => {
    const team = 'port-operations';
    const { ctx, said } = context(false, undefined, { team });
    gitea.grantTeamAccess.mockRejectedValueOnce(
      new Error("The organization harbour has no team 'port-operations'."),
    );
    await expect(action.handler(ctx)).rejects.toThrow(
      /harbour\/rain was created, but publishing failed: The organization harbour has no team 'port-operations'. Retry the task to continue/,
    );
    await action.handler(ctx);
    expect(gitea.createRepository).toHaveBeenCalledTimes(1);
    expect(gitea.grantTeamAccess).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'rain' }),
      team,
      ctx.signal,
    );
    expect(said()).toContain(
      'Teams of harbour with write access: Owners, Port-Operations',
    );
    expect(said().join()).not.toContain('but not write to it');
  });

  it('warns if the team can only read', async () => {
    const { ctx, said } = context(false, undefined, { team: 'readers' });
    await action.handler(ctx);
    expect(said()).toContain(
      'The team readers can read the repository but not write to it. Ask an owner of harbour to give the team write access to code.',
    );
  });

  it('creates each of several repositories in a step with each', async () => {
    const { ctx } = context();
    const other = 'https://git.example/forge/harbour/tides';
    await action.handler(ctx);
    await action.handler({
      ...ctx,
      input: { ...ctx.input, repositoryUrl: other },
    });
    const created: unknown[][] = gitea.createRepository.mock.calls;
    expect(created.map(([ref]) => ref)).toEqual([
      expect.objectContaining({ name: 'rain' }),
      expect.objectContaining({ name: 'tides' }),
    ]);
    expect(push).toHaveBeenCalledTimes(2);
    for (const name of ['rain', 'tides']) {
      const url = `ssh://git@git.example/harbour/${name}.git`;
      await action.handler({
        ...ctx,
        input: { ...ctx.input, repositoryUrl: url },
      });
    }
    expect(pusher.push).toHaveBeenCalledTimes(2);
  });

  it('does not use an existing repository', async () => {
    gitea.createRepository.mockRejectedValueOnce(new Error('already exists'));
    await expect(action.handler(context().ctx)).rejects.toThrow(
      'already exists',
    );
    expect(push).not.toHaveBeenCalled();
  });

  it('only logs in a dry run what it would do', async () => {
    const { ctx, said } = context(true);
    await action.handler(ctx);
    expect(said()).toEqual(['Would create harbour/rain in git.example']);
    expect(gitea.createRepository).not.toHaveBeenCalled();
    const withTeam = context(true, undefined, { team: 'port-operations' });
    await action.handler(withTeam.ctx);
    expect(withTeam.said()).toEqual([
      'Would create harbour/rain in git.example and give the team port-operations access to it',
    ]);
  });

  it('pushes with git to servers other than Gitea, and over SSH', async () => {
    const elsewhere = context(false, 'https://github.example/harbour/rain');
    await action.handler(elsewhere.ctx);
    expect(elsewhere.output).toHaveBeenCalledWith(
      'repoContentsUrl',
      'https://github.example/harbour/rain/blob/main/',
    );
    const url = 'ssh://git@git.example/harbour/rain.git';
    const bySsh = context(false, url, { team: 'crew' });
    await action.handler(bySsh.ctx);
    expect(bySsh.said()).toContain(
      'Git cannot give the team crew access to the repository. Do so on git.example.',
    );
    expect(gitea.grantTeamAccess).not.toHaveBeenCalled();
    expect(pusher.push).toHaveBeenLastCalledWith(
      expect.objectContaining({ url }),
      expect.objectContaining({ folder: '/workspace', branch: 'main' }),
      expect.any(AbortSignal),
    );
    pusher.push.mockClear();
    const { ctx, said } = context(true, url);
    await action.handler(ctx);
    expect(said()).toEqual([`Would push to ${url}`]);
    expect(pusher.push).not.toHaveBeenCalled();
    expect(gitea.createRepository).not.toHaveBeenCalled();
  });
});
