import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { initRepoAndPush } from '@backstage/plugin-scaffolder-node';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { actionContext } from './__testUtils__/actionContext';
import { GiteaRepositories } from './GiteaRepositories';
import { GitPusher } from './GitPusher';
import { GitServers } from './GitServers';
import { createGitPublishAction } from './gitPublishAction';

function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `The environment variable ${name} is not set. Run this test with ./dev test integration.`,
  );
}

/** Uses the demo's Gitea, whose portal account is an administrator only of the repositories that it creates. */
describe('delivery:git:publish to Gitea', () => {
  const workspace = createMockDirectory({ content: { 'README.md': '# try' } });
  const url = requiredEnv('FAIRWAY_TEST_GITEA');
  const secret = (file: string) =>
    readFileSync(
      path.join(requiredEnv('FAIRWAY_TEST_GITEA_TOKENS'), file),
      'utf8',
    );
  const name = `try-publish-${process.pid}`;

  const statusFor = async (
    authorization: string,
    at: string,
    method = 'GET',
  ) => {
    const response = await fetch(`${url}/api/v1${at}`, {
      method,
      headers: { authorization },
    });
    return response.status;
  };
  const person = (login: string) =>
    `Basic ${Buffer.from(`${login}:${secret('people.password')}`).toString('base64')}`;

  const config = new ConfigReader({
    integrations: {
      gitea: [
        {
          host: new URL(url).host,
          baseUrl: url,
          username: 'fairway-portal',
          password: secret('portal.token'),
        },
      ],
    },
  });
  const integrations = ScmIntegrations.fromConfig(config);
  const action = createGitPublishAction({
    gitea: GiteaRepositories.create(integrations),
    push: initRepoAndPush,
    servers: GitServers.fromConfig(config, integrations),
    pusher: GitPusher.create(),
  });
  const contextOf = (owner: string, team?: string) =>
    actionContext(
      action,
      { repositoryUrl: `${url}/${owner}/${name}`, message: 'Create', team },
      { workspacePath: workspace.path },
    );

  afterAll(() =>
    statusFor(
      `token ${secret('admin.token')}`,
      `/repos/harbour/${name}`,
      'DELETE',
    ),
  );

  it('creates a private repository for a team, and continues after an unknown team', async () => {
    const { ctx, said } = contextOf('harbour', 'nobody-there');
    await expect(action.handler(ctx)).rejects.toThrow(
      /was created, but publishing failed: .*the organization harbour has no such team/,
    );
    const repository = `/repos/harbour/${name}`;
    const member = person('li.wei');
    expect(await statusFor(member, repository)).toBe(404);

    const input = { ...ctx.input, team: 'Cargo-Logistics' };
    await action.handler({ ...ctx, input });
    expect(said()).toContain(
      'Teams of harbour with write access: Owners, cargo-logistics, ci',
    );
    const seen = await fetch(`${url}/api/v1${repository}`, {
      headers: { authorization: member },
    });
    expect(await seen.json()).toMatchObject({
      private: true,
      permissions: { admin: false, push: true },
    });
    const protection = `${repository}/branch_protections/main`;
    const admin = `token ${secret('admin.token')}`;
    expect(await statusFor(admin, protection)).toBe(200);
  }, 60_000);

  it('rejects a user as the owner', async () => {
    await expect(action.handler(contextOf('li.wei').ctx)).rejects.toThrow(
      /has no organization li.wei/,
    );
  });
});
