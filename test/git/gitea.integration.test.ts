import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { run } from '../dev/run.ts';
import { stackOf } from '../dev/stack.ts';
import { serviceAccounts } from './accounts.ts';
import { gitAs } from './bareRepository.ts';
import { demoRepositories } from './demoRepositories.ts';
import { releaseOf } from './exampleRevisions.ts';
import { GiteaClient, authorization, textOf } from './GiteaClient.ts';
import { giteaFiles } from './giteaFiles.ts';
import type { TokenName } from './giteaFiles.ts';
import { ensurePushWebhook } from './pushWebhook.ts';
import { seedGitea } from './seed.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const files = giteaFiles(stack);

function passwordOf(name: TokenName): string {
  return readFileSync(files.token(name), 'utf8');
}

describe('Gitea with the demo’s repositories', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairway-git-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const portal = GiteaClient.create(files.url, { token: passwordOf('portal') });

  const git = (as: TokenName, args: string[], cwd = folder) =>
    run({
      command: 'git',
      args,
      cwd,
      env: {
        ...gitAs(
          authorization({
            username: serviceAccounts[as],
            password: passwordOf(as),
          }),
        ),
        GIT_TERMINAL_PROMPT: '0',
      },
      log: path.join(folder, 'git.log'),
    });

  it('has every repository with its expected commits', async () => {
    const { repositories } = await demoRepositories(
      path.join(root, 'examples'),
    );
    for (const { service, commits } of repositories) {
      const { body } = await portal.call(
        'GET',
        `/repos/harbour/${service.name}/branches`,
      );
      assert.ok(Array.isArray(body));
      assert.deepEqual(
        body.map(branch => branch.name).sort(),
        [...new Set(commits.map(({ branch }) => branch))].sort(),
      );
    }
  });

  it('reports how many commits one environment is ahead of another', async () => {
    const running = (environment: string) => {
      const overlay = `examples/harbour/berth-planner/overlays/${environment}`;
      const file = path.join(root, overlay, 'kustomization.yaml');
      return `v${releaseOf(readFileSync(file, 'utf8'))}`;
    };
    const range = `${running('staging')}...${running('dev')}`;
    const answer = await portal.call(
      'GET',
      `/repos/harbour/berth-planner/compare/${range}`,
    );
    assert.equal(textOf(answer, 'total_commits'), '3');
  });

  it('lets the CI clone and push, and the portal only read', async () => {
    const url = `${files.url}/harbour/tide-gauge.git`;
    const clone = path.join(folder, 'tide-gauge');
    await git('portal', ['clone', '--quiet', url, clone]);
    const author = [
      '-c',
      'user.name=CI',
      '-c',
      'user.email=ci@harbour.example',
    ];
    await git(
      'ci',
      [...author, 'commit', '--quiet', '--allow-empty', '-m', 'Try'],
      clone,
    );
    await assert.rejects(
      git('portal', ['push', '--quiet', 'origin', 'HEAD:try'], clone),
      /permission denied/,
    );
    await git('ci', ['push', '--quiet', 'origin', 'HEAD:try'], clone);
    const branch = '/repos/harbour/tide-gauge/branches/try';
    const pushed = await portal.call('GET', branch);
    const head = await git('ci', ['rev-parse', 'HEAD'], clone);
    assert.ok(JSON.stringify(pushed.body).includes(head.trim()));
    // Seeding again leaves it unchanged.
    await seedGitea(stack, {
      onProgress: () => {},
      signal: AbortSignal.timeout(60_000),
    });
    await portal.call('GET', branch);
    await git('ci', ['push', '--quiet', 'origin', ':try'], clone);
  });

  it('sends a webhook for a push with the repository and the token', async () => {
    const ref = 'refs/heads/received';
    const server = createServer(async (request, response) => {
      request.setEncoding('utf8');
      const text = (await request.toArray()).join('');
      response.end();
      // It may also send webhooks for earlier pushes.
      if (JSON.parse(text).ref === ref) server.emit('received', request.url);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    const url = `http://127.0.0.1:${address.port}/`;
    const name = 'notice-board';
    const hooks = `/repos/harbour/${name}/hooks`;
    const admin = GiteaClient.create(files.url, { token: passwordOf('admin') });
    const ensure = (token: string) =>
      ensurePushWebhook(stack, { repositories: [name], address: url, token });
    try {
      await ensure('old');
      await ensure('new');
      await ensure('new');
      const received = once(server, 'received');
      const clone = path.join(folder, name);
      const repository = `${files.url}/harbour/${name}.git`;
      await git('ci', ['clone', '--quiet', repository, clone]);
      await git('ci', ['push', '--quiet', 'origin', `HEAD~1:${ref}`], clone);
      const [asked] = await received;
      assert.deepEqual(
        [...new URL(asked, url).searchParams],
        [
          ['url', repository],
          ['token', 'new'],
        ],
      );
    } finally {
      const { body } = await admin.call('GET', hooks);
      const made = (Array.isArray(body) ? body : []).filter(hook =>
        hook.config.url.startsWith(url),
      );
      for (const { id } of made) await admin.call('DELETE', `${hooks}/${id}`);
      const branch = `/repos/harbour/${name}/branches/received`;
      await admin.call('DELETE', branch, undefined, [404]);
      server.close();
      assert.equal(made.length, 1);
    }
  });

  it('shows nothing without a sign-in', async () => {
    const response = await fetch(`${files.url}/api/v1/repos/harbour/billing`);
    assert.equal(response.status, 403);
  });

  it('lets only its owner read the tokens, and runs without privileges', () => {
    const names = ['admin', 'portal', 'ci'] as const;
    for (const file of [
      ...names.map(name => files.token(name)),
      files.secrets,
      files.peoplePassword,
      files.configuration,
    ]) {
      assert.equal(statSync(file).mode & 0o777, 0o600, file);
    }
    assert.notEqual(statSync(files.home).uid, 0);
  });
});
