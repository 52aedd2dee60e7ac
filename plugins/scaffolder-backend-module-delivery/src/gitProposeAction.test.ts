import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { actionContext } from './__testUtils__/actionContext';
import { GiteaRepositories } from './GiteaRepositories';
import { createGitProposeAction } from './gitProposeAction';

const file = 'kind: Component\n';

function inBase64(content: string): string {
  return Buffer.from(content).toString('base64');
}

/**
 * Emulates the API of Gitea 1.26 for one repository, harbour/rain, whose default
 * branch is `main`, after routers/api/v1/repo in its source.
 */
class GiteaEmulator {
  /** Base64 content by file path, by branch */
  readonly branches = new Map<string, Record<string, string>>([['main', {}]]);
  canPush = true;
  /** Whether the portal's account has a fork named `portal/rain` */
  isForked = false;
  syncs = 0;
  readonly pulls: { head: string; title: string; body: string }[] = [];
  readonly commits: { branch: string; author?: unknown; message: string }[] =
    [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (req, res) => {
      const body = JSON.parse((await text(req)) || '{}');
      const answer = (status: number, json: object) =>
        res.writeHead(status).end(JSON.stringify(json));
      const url = new URL(req.url ?? '', this.url);
      if (req.headers.authorization === undefined) return answer(401, {});
      if (url.pathname === '/api/v1/user')
        return answer(200, { login: 'portal' });
      const isFork = url.pathname.startsWith('/api/v1/repos/portal/rain');
      if (isFork && !this.isForked) return answer(404, {});
      const at = url.pathname.replace(
        /^\/api\/v1\/repos\/(harbour|portal)\/rain/,
        '',
      );
      if (at === '/forks') {
        this.isForked = true;
        return answer(202, {});
      }
      if (isFork && at === '/merge-upstream') {
        this.syncs += 1;
        return answer(200, {});
      }
      if (req.method !== 'GET' && at !== '/pulls' && !isFork && !this.canPush) {
        return answer(403, {
          message: 'user should have a permission to write',
        });
      }
      if (at === url.pathname) return answer(404, { message: 'no such' });
      const branch = /^\/branches\/(.*)$/.exec(at)?.[1];
      if (at === '') {
        return answer(200, {
          default_branch: 'main',
          permissions: { push: isFork || this.canPush },
          parent: isFork ? { full_name: 'harbour/rain' } : null,
        });
      }
      if (branch !== undefined) {
        return this.branches.has(branch) ? answer(200, {}) : answer(404, {});
      }
      const path = /^\/contents\/(.*)$/.exec(at)?.[1];
      if (path !== undefined) {
        const ref = url.searchParams.get('ref') ?? 'main';
        const content = this.branches.get(ref)?.[path];
        return content === undefined
          ? answer(404, {})
          : answer(200, { content: `${content}\n`, sha: 'abc' });
      }
      if (at === '/contents') {
        const known = this.branches.get(body.branch) ?? {};
        const to = body.new_branch ?? body.branch;
        if (body.new_branch && this.branches.has(to)) {
          return answer(409, { message: 'branch already exists' });
        }
        const written = { ...known };
        for (const { operation, path: name, content, sha } of body.files) {
          const isThere = known[name] !== undefined;
          if (isThere !== (operation === 'update' && sha === 'abc')) {
            return answer(422, { message: 'wrong operation' });
          }
          written[name] = content;
        }
        this.branches.set(to, written);
        const { author, message } = body;
        this.commits.push({ branch: to, author, message });
        return answer(201, {});
      }
      const page = (n: number) => ({
        state: 'open',
        html_url: `${this.url}/harbour/rain/pulls/${n}`,
      });
      if (at === '/pulls') {
        this.pulls.push({
          head: body.head,
          title: body.title,
          body: body.body,
        });
        return answer(201, page(this.pulls.length));
      }
      const n = this.pulls.findIndex(
        ({ head }) => decodeURIComponent(at) === `/pulls/main/${head}`,
      );
      return n < 0 ? answer(404, {}) : answer(200, page(n + 1));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  start() {
    return new Promise<void>(resolve =>
      this.#server.listen(0, '127.0.0.1', resolve),
    );
  }

  stop() {
    return new Promise(resolve => this.#server.close(resolve));
  }
}

describe('delivery:git:propose', () => {
  const workspace = createMockDirectory();
  let emulator: GiteaEmulator;

  beforeEach(async () => {
    emulator = new GiteaEmulator();
    await emulator.start();
    workspace.setContent({ 'catalog-info.yaml': file });
  });
  afterEach(() => emulator.stop());

  function context(own: object = {}, isDryRun = false) {
    const { host } = new URL(emulator.url);
    const integrations = ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: {
          gitea: [
            { host, baseUrl: emulator.url, username: 'portal', password: 'p' },
          ],
        },
      }),
    );
    const action = createGitProposeAction({
      gitea: GiteaRepositories.create(integrations),
    });
    const { ctx: run, output } = actionContext(
      action,
      {
        repositoryUrl: `${emulator.url}/harbour/rain`,
        path: 'catalog-info.yaml',
        branch: 'describe-rain',
        title: 'Describe rain',
        ...own,
      },
      { workspacePath: workspace.path, isDryRun },
    );
    return { action, run, output };
  }

  it('creates a branch with the file and opens a pull request, once for any number of retries', async () => {
    for (let i = 0; i < 2; i += 1) {
      const { action, run, output } = context();
      await action.handler(run);
      expect(output).toHaveBeenCalledWith(
        'url',
        `${emulator.url}/harbour/rain/pulls/1`,
      );
      expect(output).toHaveBeenCalledWith(
        'fileUrl',
        `${emulator.url}/harbour/rain/src/branch/main/catalog-info.yaml`,
      );
    }
    expect(emulator.commits).toEqual([
      { branch: 'describe-rain', message: 'Describe rain' },
    ]);
    expect(emulator.pulls).toHaveLength(1);
    expect(emulator.branches.get('describe-rain')).toEqual({
      'catalog-info.yaml': inBase64(file),
    });
    expect(emulator.branches.get('main')).toEqual({});
  });

  it('proposes a folder in one commit without unchanged files', async () => {
    emulator.branches.set('main', { 'deploy/a.yaml': inBase64('a: 1\n') });
    workspace.setContent({
      deploy: { 'a.yaml': 'a: 1\n', base: { 'b.yaml': 'b: 2\n' } },
      'catalog-info.yaml': file,
    });
    const { action, run, output } = context({ path: '.' });
    await action.handler(run);
    expect(emulator.commits).toHaveLength(1);
    expect(emulator.branches.get('describe-rain')).toEqual({
      'catalog-info.yaml': inBase64(file),
      'deploy/a.yaml': inBase64('a: 1\n'),
      'deploy/base/b.yaml': inBase64('b: 2\n'),
    });
    expect(output).toHaveBeenCalledWith(
      'repoContentsUrl',
      `${emulator.url}/harbour/rain/src/branch/main/`,
    );
    workspace.setContent({ '.deploy': { 'c.yaml': 'c: 1\n' } });
    const hidden = context({ path: './.deploy/' });
    await hidden.action.handler(hidden.run);
    expect(emulator.branches.get('describe-rain')).toHaveProperty(
      ['.deploy/c.yaml'],
      inBase64('c: 1\n'),
    );
    workspace.setContent({ deploy: { base: { 'b.yaml': 'b: 3\n' } } });
    const again = context({ path: 'deploy' });
    await again.action.handler(again.run);
    expect(emulator.branches.get('describe-rain')).toMatchObject({
      'catalog-info.yaml': inBase64(file),
      'deploy/base/b.yaml': inBase64('b: 3\n'),
    });
  });

  it('changes an existing file on the branch and not on the default branch', async () => {
    const old = { 'catalog-info.yaml': inBase64('kind: Old\n') };
    emulator.branches.set('main', old);
    const first = context();
    await first.action.handler(first.run);
    workspace.setContent({ 'catalog-info.yaml': 'kind: Newer\n' });
    const second = context();
    await second.action.handler(second.run);
    expect(emulator.branches.get('main')).toEqual(old);
    expect(emulator.commits).toHaveLength(2);
    expect(emulator.pulls).toHaveLength(1);
  });

  it('uses a fork if the account can only read', async () => {
    emulator.canPush = false;
    for (let i = 0; i < 2; i += 1) {
      const { action, run, output } = context();
      await action.handler(run);
      expect(output).toHaveBeenCalledWith(
        'url',
        `${emulator.url}/harbour/rain/pulls/1`,
      );
    }
    expect(emulator.pulls.map(({ head }) => head)).toEqual([
      'portal:describe-rain',
    ]);
    // The second run found the fork and updated it.
    expect(emulator.syncs).toBe(1);
  });

  it('writes nothing in a dry run', async () => {
    const { action, run } = context({}, true);
    await action.handler(run);
    expect(emulator.commits).toEqual([]);
    expect(emulator.pulls).toEqual([]);
  });

  it.each([
    [
      { repositoryUrl: 'https://github.com/harbour/rain' },
      /https:\/\/github.com\/harbour\/rain is not on a Gitea server of the portal's integrations. For GitHub/,
    ],
    [{ path: 'absent.yaml' }, /The workspace has no file 'absent.yaml'/],
    [{ path: '../../etc/passwd' }, /Relative path is not allowed|no file/],
  ])('rejects %j', async (own, message) => {
    const { action, run } = context(own);
    await expect(action.handler(run)).rejects.toThrow(message);
    expect(emulator.commits).toEqual([]);
  });

  it.each([
    ['/harbour', /is not the URL of a repository. Use http/],
    ['/harbour/rain/pulls/1', /is not the URL of a repository/],
    ['/harbour/other', /repository harbour\/other does not exist in/],
  ])('rejects the repository URL with the path %s', async (path, message) => {
    const { action, run } = context({
      repositoryUrl: `${emulator.url}${path}`,
    });
    await expect(action.handler(run)).rejects.toThrow(message);
  });

  it('fails if the file exists and failIfExists is set', async () => {
    emulator.branches.set('main', {
      'catalog-info.yaml': inBase64('kind: Old\n'),
    });
    const { action, run } = context({ failIfExists: true });
    await expect(action.handler(run)).rejects.toThrow(
      'harbour/rain already has the file catalog-info.yaml. Change it there.',
    );
    expect(emulator.commits).toEqual([]);
  });

  it.each([true, false])(
    'fails if the file exists, also if the branch exists (can push: %s)',
    async canPush => {
      emulator.canPush = canPush;
      emulator.branches.set('describe-rain', {});
      const before = context({ failIfExists: true });
      await before.action.handler(before.run);
      expect(emulator.commits).toHaveLength(1);
      emulator.isForked = false;
      emulator.branches.set('main', { 'catalog-info.yaml': inBase64('Old') });
      const { action, run } = context({ failIfExists: true });
      await expect(action.handler(run)).rejects.toThrow(
        'harbour/rain already has the file catalog-info.yaml. Change it there.',
      );
      expect(emulator.commits).toHaveLength(1);
      expect(emulator.isForked).toBe(false);
    },
  );

  it.each([true, false])(
    'writes nothing to the default branch (dry run: %s)',
    async isDryRun => {
      emulator.canPush = false;
      const { action, run } = context({ branch: 'main' }, isDryRun);
      await expect(action.handler(run)).rejects.toThrow(
        /^Cannot propose files on main, because it is the default branch of .*\/harbour\/rain. Set the input 'branch'/,
      );
      expect(emulator.branches.get('main')).toEqual({});
      expect(emulator.isForked).toBe(false);
    },
  );

  it('fails if the default branch has the same files', async () => {
    emulator.branches.set('main', { 'catalog-info.yaml': inBase64(file) });
    const { action, run } = context();
    await expect(action.handler(run)).rejects.toThrow(/nothing to propose/);
    expect(emulator.pulls).toEqual([]);
  });
});
