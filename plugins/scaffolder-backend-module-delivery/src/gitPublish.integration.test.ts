import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { actionContext } from './__testUtils__/actionContext';
import {
  emptyRepository,
  startHttpBackend,
  startSshd,
} from './__testUtils__/gitServers';
import { GiteaRepositories } from './GiteaRepositories';
import { GitPusher } from './GitPusher';
import { GitServers } from './GitServers';
import { createGitPublishAction } from './gitPublishAction';

const TOKEN = 'not-for-the-log';
const basic = Buffer.from(`portal:${TOKEN}`).toString('base64');
const liWei = {
  entity: {
    apiVersion: 'backstage.io/v1alpha1' as const,
    kind: 'User' as const,
    metadata: { name: 'li.wei' },
    spec: { profile: { displayName: 'Li Wei', email: 'li@example.org' } },
  },
};

/** Uses git's and OpenSSH's own servers. */
describe('delivery:git:publish to any Git', () => {
  const folder = createMockDirectory();
  let ssh: Awaited<ReturnType<typeof startSshd>>;
  let https: Awaited<ReturnType<typeof startHttpBackend>>;

  beforeAll(async () => {
    folder.setContent({
      repositories: {},
      workspace: {
        'README.md': '# rain',
        src: { 'main.go': 'package main' },
        'run.sh': '#!/bin/sh',
        '.gitignore': 'built\n',
        built: 'not to be published',
        // A .git folder of the template has no effect.
        '.git': { config: '[core]\n\tsshCommand = false\n' },
      },
    });
    ssh = await startSshd(folder.resolve('ssh'));
    https = await startHttpBackend(folder.resolve('https'), {
      repositories: folder.resolve('repositories'),
      authorization: `Basic ${basic}`,
    });
  }, 30_000);

  afterAll(async () => {
    await https?.stop();
    await ssh?.stop();
  });

  const actionWith = ({
    token = TOKEN,
    keyFile = ssh.keyFile,
    knownHostsFile = ssh.knownHostsFile,
    env = {},
    time = 1_700_000_000_000,
  } = {}) => {
    const servers = [
      { host: https.host, username: 'portal', token },
      { host: ssh.host, ssh: { keyFile, knownHostsFile } },
    ];
    const config = new ConfigReader({ delivery: { git: { servers } } });
    const integrations = ScmIntegrations.fromConfig(config);
    return createGitPublishAction({
      gitea: GiteaRepositories.create(integrations),
      push: jest.fn(),
      servers: GitServers.fromConfig(config, integrations),
      pusher: GitPusher.create({
        env: { ...process.env, GIT_SSL_CAINFO: https.caFile, ...env },
      }),
      now: () => time,
    });
  };

  const contextOf = (
    action: ReturnType<typeof actionWith>,
    repositoryUrl: string,
    more: { sourcePath?: string; defaultBranch?: string } = {},
  ) => {
    const context = actionContext(
      action,
      { repositoryUrl, message: '-m is not an option here', ...more },
      { workspacePath: folder.resolve('workspace') },
    );
    context.ctx.user = liWei;
    context.ctx.createTemporaryDirectory = async () =>
      mkdtempSync(folder.resolve('ssh/git-'));
    return context;
  };

  const makeRepository = (name: string) =>
    emptyRepository(folder.resolve('repositories', `${name}.git`));
  const urlOf = (protocol: 'https' | 'ssh', name: string) =>
    protocol === 'https'
      ? `https://${https.host}/${name}.git`
      : `ssh://${userInfo().username}@${ssh.host}${folder.resolve('repositories', `${name}.git`)}`;
  const gitIn = (repository: string, ...args: string[]) =>
    execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8' });

  it.each(['https', 'ssh'] as const)(
    'pushes the first commit to an empty repository over %s, once for any number of retries',
    async protocol => {
      const name = `rain-${protocol}`;
      const repository = makeRepository(name);
      const action = actionWith();
      const { ctx, output, said } = contextOf(action, urlOf(protocol, name));
      await action.handler(ctx);
      expect(
        gitIn(
          ...[repository, 'log', '--all'],
          '--format=%H|%an <%ae>|%cn <%ce>|%aI|%B',
        ).trim(),
      ).toBe(
        `${gitIn(repository, 'rev-parse', 'main').trim()}|Li Wei <li@example.org>|Fairway <noreply@fairway.dev>|2023-11-14T22:13:20+00:00|-m is not an option here`,
      );
      expect(
        gitIn(repository, 'ls-tree', '-r', '--name-only', 'main').split('\n'),
      ).toEqual(['.gitignore', 'README.md', 'run.sh', 'src/main.go', '']);
      expect(output).toHaveBeenCalledWith('remoteUrl', urlOf(protocol, name));
      const hash = gitIn(repository, 'rev-parse', 'main').trim();
      expect(output).toHaveBeenCalledWith('commitHash', hash);
      expect(said().join('\n')).toMatch(/Check the protection of main/);
      expect(said().join('\n')).not.toContain(TOKEN);

      // A retry, as if the portal stopped before it recorded the push.
      const again = contextOf(action, urlOf(protocol, name));
      await action.handler(again.ctx);
      expect(again.output).toHaveBeenCalledWith('commitHash', hash);

      // Another task with a different commit time.
      const later = actionWith({ time: 1_800_000_000_000 });
      await expect(
        later.handler(contextOf(later, urlOf(protocol, name)).ctx),
      ).rejects.toThrow(/is not empty. Create the repository without a README/);
      expect(gitIn(repository, 'rev-parse', 'main').trim()).toBe(hash);
    },
    60_000,
  );

  it('reports errors of the server without the credential', async () => {
    makeRepository('shut');
    const failureOf = async (
      action: ReturnType<typeof actionWith>,
      url: string,
    ) => {
      const error: Error = await action
        .handler(contextOf(action, url).ctx)
        .then(() => new Error('It did not fail'))
        .catch(reason => reason);
      return `${error.message} ${error.stack} ${JSON.stringify(error)}`;
    };
    const wrong = actionWith({ token: 'wrong-and-secret' });
    const shut = await failureOf(wrong, urlOf('https', 'shut'));
    expect(shut).toMatch(/ls-remote for https:.* failed: .*Check that/);
    expect(shut).not.toContain('wrong-and-secret');
    expect(shut).not.toContain(
      Buffer.from('portal:wrong-and-secret').toString('base64'),
    );
    expect(https.refused()).toBeGreaterThan(0);

    const missing = await failureOf(actionWith(), urlOf('https', 'missing'));
    expect(missing).toMatch(/not found/);
    // git does not follow redirects, which would send the credential to another server.
    const moved = await failureOf(actionWith(), urlOf('https', 'moved/on'));
    expect(moved).toMatch(/ls-remote for .* failed/);
    expect(`${missing}${moved}`).not.toMatch(new RegExp(`${TOKEN}|${basic}`));

    const otherKey = actionWith({ keyFile: folder.resolve('ssh/other-key') });
    expect(await failureOf(otherKey, urlOf('ssh', 'shut'))).toMatch(
      /Permission denied \(publickey\)/,
    );
    const stranger = actionWith({
      knownHostsFile: folder.resolve('ssh/key.pub'),
    });
    expect(await failureOf(stranger, urlOf('ssh', 'shut'))).toMatch(
      /Host key verification failed/,
    );
  }, 60_000);

  it('ignores git settings of the environment, and traces that would show the credential', async () => {
    const repository = makeRepository('settings');
    const trace = folder.resolve('ssh/trace');
    const action = actionWith({
      env: {
        GIT_TRACE_CURL: trace,
        GIT_CONFIG_PARAMETERS: "'http.proxy=http://localhost:1'",
        GIT_DIR: '/nowhere',
      },
    });
    await action.handler(contextOf(action, urlOf('https', 'settings')).ctx);
    expect(gitIn(repository, 'log', '--format=%an', 'main').trim()).toBe(
      'Li Wei',
    );
    expect(existsSync(trace)).toBe(false);
  }, 60_000);

  it('ignores SSH settings of the machine', async () => {
    makeRepository('own');
    const programs = folder.resolve('ssh/programs');
    const argsFile = folder.resolve('ssh/args');
    mkdirSync(programs);
    writeFileSync(
      path.join(programs, 'ssh'),
      `#!/bin/sh\nprintf '%s\\n' "$@" >'${argsFile}'\nPATH="\${PATH#*:}" exec ssh "$@"\n`,
      { mode: 0o700 },
    );
    const action = actionWith({
      env: { PATH: `${programs}:${process.env.PATH}` },
    });
    await action.handler(contextOf(action, urlOf('ssh', 'own')).ctx);
    const given = readFileSync(argsFile, 'utf8').split('\n');
    expect(given.slice(0, 2)).toEqual(['-F', '/dev/null']);
    const { stdout } = spawnSync('ssh', ['-G', ...given.slice(0, -2)], {
      encoding: 'utf8',
    });
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'globalknownhostsfile /dev/null',
        `userknownhostsfile ${ssh.knownHostsFile}`,
        'stricthostkeychecking true',
      ]),
    );
  }, 60_000);

  it('reports folders that cannot be published', async () => {
    makeRepository('odd');
    const action = actionWith();
    const empty = createMockDirectory({ content: { none: {} } });
    const { ctx } = contextOf(action, urlOf('https', 'odd'));
    ctx.workspacePath = empty.resolve('none');
    await expect(action.handler(ctx)).rejects.toThrow(/has no files/);

    execFileSync('git', ['init', '-q', empty.resolve('none/inner')]);
    empty.addContent({ none: { inner: { a: 'a' } } });
    const inner = ['-C', empty.resolve('none/inner')];
    execFileSync('git', [...inner, 'add', '.']);
    execFileSync('git', [
      ...[...inner, '-c', 'user.name=a', '-c', 'user.email=a@example.org'],
      ...['commit', '-q', '-m', 'a'],
    ]);
    const nested = contextOf(action, urlOf('https', 'odd')).ctx;
    nested.workspacePath = empty.resolve('none');
    await expect(action.handler(nested)).rejects.toThrow(
      /'inner' is a nested Git repository/,
    );
    expect(
      gitIn(folder.resolve('repositories/odd.git'), 'branch', '--all'),
    ).toBe('');
  }, 60_000);
});
