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

function given(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`There is no ${name}; run this by ./dev test integration`);
}

/** By the demo's Gitea, whose portal account is admin of what it makes alone. */
describe('delivery:git:publish to Gitea', () => {
  const workspace = createMockDirectory({ content: { 'README.md': '# try' } });
  const url = given('FAIRWAY_TEST_GITEA');
  const secret = (file: string) =>
    readFileSync(path.join(given('FAIRWAY_TEST_GITEA_TOKENS'), file), 'utf8');
  const name = `try-publish-${process.pid}`;

  const statusFor = async (
    authorization: string,
    at: string,
    method = 'GET',
  ) => {
    const response = await fetch(`${url}/api/v1${at}`, {
      ...{ method, headers: { authorization } },
    });
    return response.status;
  };
  const person = (login: string) =>
    `Basic ${Buffer.from(`${login}:${secret('people.password')}`).toString('base64')}`;

  const config = new ConfigReader({
    integrations: {
      gitea: [
        {
          ...{ host: new URL(url).host, baseUrl: url },
          ...{ username: 'fairway-portal', password: secret('portal.token') },
        },
      ],
    },
  });
  const integrations = ScmIntegrations.fromConfig(config);
  const action = createGitPublishAction({
    ...{ gitea: GiteaRepositories.create(integrations), push: initRepoAndPush },
    servers: GitServers.fromConfig(config, integrations),
    pusher: GitPusher.create(),
  });
  const contextOf = (owner: string, team?: string) =>
    actionContext(
      action,
      { repositoryUrl: `${url}/${owner}/${name}`, message: 'Begin', team },
      { workspacePath: workspace.path },
    );

  afterAll(() =>
    statusFor(
      `token ${secret('admin.token')}`,
      `/repos/harbour/${name}`,
      'DELETE',
    ),
  );

  it('makes a private one that the team may write to, going on where it had no team', async () => {
    const { ctx, said } = contextOf('harbour', 'nobody-there');
    await expect(action.handler(ctx)).rejects.toThrow(
      /was made and is not finished: The organization harbour has no team 'nobody-there'/,
    );
    const repository = `/repos/harbour/${name}`;
    const member = person('li.wei');
    expect(await statusFor(member, repository)).toBe(404);

    const input = { ...ctx.input, team: 'Cargo-Logistics' };
    await action.handler({ ...ctx, input });
    expect(said()).toContain(
      'Who may write to it: the teams Owners, cargo-logistics, ci of harbour',
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

  it('makes none of a person', async () => {
    await expect(action.handler(contextOf('li.wei').ctx)).rejects.toThrow(
      /has to be an organization, and .* has none of the name li.wei/,
    );
  });
});
