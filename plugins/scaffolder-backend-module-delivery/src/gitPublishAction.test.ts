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
    place: (url: string) => client.place(url),
    make: jest.fn(async () => {}),
    letTeam: jest.fn(async () => ['Owners', 'Port-Operations']),
    protect: jest.fn(async () => {}),
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
      { repositoryUrl, message: 'Begin rain', ...rest },
      { workspacePath: '/workspace', isDryRun },
    );

  beforeEach(() => jest.clearAllMocks());

  it('makes a private repository, pushes and protects its branch, once however often it runs', async () => {
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
    expect(gitea.make.mock.calls).toEqual([
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
          commitMessage: 'Begin rain',
          gitAuthorInfo: { name: 'Li Wei', email: 'li@example.org' },
        }),
      ],
    ]);
    expect(gitea.protect).toHaveBeenCalledWith(
      expect.anything(),
      'main',
      ctx.signal,
    );
    expect(gitea.letTeam).not.toHaveBeenCalled();
    expect(output).toHaveBeenCalledWith(
      'repoContentsUrl',
      'https://git.example/forge/harbour/rain/src/branch/main/',
    );
    expect(output).toHaveBeenCalledWith('commitHash', 'abc');
    expect(said().join()).not.toContain('not-for-the-log');
  });

  it('goes on with what it has made, when it could not push', async () => {
    const { ctx, output } = context();
    push.mockRejectedValueOnce(new Error('the line is dead'));
    await expect(action.handler(ctx)).rejects.toThrow(
      /harbour\/rain was made and is not finished: the line is dead. Try this task again/,
    );
    await action.handler(ctx);
    expect(gitea.make).toHaveBeenCalledTimes(1);
    expect(output).toHaveBeenCalledWith('commitHash', 'abc');
  });

  it('lets a team write to it, and says who may', async () => {
    const team = 'port-operations';
    const { ctx, said } = context(false, undefined, { team });
    gitea.letTeam.mockRejectedValueOnce(
      new Error("The organization harbour has no team 'port-operations'"),
    );
    await expect(action.handler(ctx)).rejects.toThrow(
      /harbour\/rain was made and is not finished: The organization harbour has no team 'port-operations'. Try this task again, which goes on with it/,
    );
    await action.handler(ctx);
    expect(gitea.make).toHaveBeenCalledTimes(1);
    expect(gitea.letTeam).toHaveBeenLastCalledWith(
      expect.objectContaining({ name: 'rain' }),
      team,
      ctx.signal,
    );
    expect(said()).toContain(
      'Who may write to it: the teams Owners, Port-Operations of harbour',
    );
    expect(said().join()).not.toContain('may see it and not write');
  });

  it('says so where the team may only read', async () => {
    const { ctx, said } = context(false, undefined, { team: 'readers' });
    await action.handler(ctx);
    expect(said()).toContain(
      'The team readers may see it and not write to it: have an owner of harbour give that team the right to write code',
    );
  });

  it('makes each of several, under each', async () => {
    const { ctx } = context();
    const other = 'https://git.example/forge/harbour/tides';
    await action.handler(ctx);
    await action.handler({
      ...ctx,
      input: { ...ctx.input, repositoryUrl: other },
    });
    const made: unknown[][] = gitea.make.mock.calls;
    expect(made.map(([place]) => place)).toEqual([
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

  it('takes no repository that is there', async () => {
    gitea.make.mockRejectedValueOnce(new Error('there is one already'));
    await expect(action.handler(context().ctx)).rejects.toThrow(
      'there is one already',
    );
    expect(push).not.toHaveBeenCalled();
  });

  it('only says what it would do in a dry run', async () => {
    const { ctx, said } = context(true);
    await action.handler(ctx);
    expect(said()).toEqual(['Would make harbour/rain in git.example']);
    expect(gitea.make).not.toHaveBeenCalled();
    const withTeam = context(true, undefined, { team: 'port-operations' });
    await action.handler(withTeam.ctx);
    expect(withTeam.said()).toEqual([
      'Would make harbour/rain in git.example, for its team port-operations to write to',
    ]);
  });

  it('leaves what is not in Gitea over https to git', async () => {
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
      'Nor can it let the team crew write to it: do so in git.example',
    );
    expect(gitea.letTeam).not.toHaveBeenCalled();
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
    expect(gitea.make).not.toHaveBeenCalled();
  });
});
