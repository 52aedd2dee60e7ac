import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GiteaRepositories } from './GiteaRepositories';

interface Team {
  name: string;
  permission: string;
  units_map?: Record<string, string>;
}

const TEAMS = '/api/v1/repos/harbour/rain/teams';

/**
 * Emulates the team API of one repository in Gitea 1.26, after
 * routers/api/v1/repo/teams.go in its source.
 */
class TeamsEmulator {
  readonly known: Team[] = [
    { name: 'Owners', permission: 'owner' },
    {
      name: 'Crew',
      permission: 'none',
      units_map: { 'repo.code': 'write' },
    },
    {
      name: 'readers',
      permission: 'none',
      units_map: { 'repo.code': 'read', 'repo.issues': 'write' },
    },
  ];
  readonly added: Team[] = [this.known[0]];
  adminsChangeTeams = true;
  writes = 0;
  readonly server: Server;

  constructor() {
    this.server = createServer((req, res) => {
      const answer = (status: number, body: object) =>
        res.writeHead(status).end(JSON.stringify(body));
      const path = decodeURIComponent(
        new URL(req.url ?? '', 'http://localhost').pathname,
      );
      if (req.method === 'GET' && path === TEAMS) {
        return answer(200, this.added);
      }
      if (req.method !== 'PUT' || !path.startsWith(`${TEAMS}/`)) {
        return answer(404, { message: 'GetOrgByName' });
      }
      this.writes += 1;
      if (!this.adminsChangeTeams) {
        return answer(403, { message: 'user is nor repo admin nor owner' });
      }
      const name = path.slice(TEAMS.length + 1).toLowerCase();
      const team = this.known.find(each => each.name.toLowerCase() === name);
      if (!team) return answer(404, { message: 'team does not exist' });
      if (this.added.includes(team)) return answer(422, { message: 'already' });
      this.added.push(team);
      return res.writeHead(204).end();
    });
  }
}

describe('GiteaRepositories', () => {
  let emulator: TeamsEmulator;
  let repositories: GiteaRepositories;
  let url: string;

  beforeEach(async () => {
    emulator = new TeamsEmulator();
    const { server } = emulator;
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const account = { username: 'portal', password: 'secret' };
    repositories = GiteaRepositories.create(
      ScmIntegrations.fromConfig(
        new ConfigReader({
          integrations: {
            gitea: [{ host, baseUrl: `http://${host}`, ...account }],
          },
        }),
      ),
    );
    url = `http://${host}/harbour/rain`;
  });
  afterEach(() => new Promise(done => emulator.server.close(done)));

  it('gives a team access once and returns the teams with write access', async () => {
    const ref = repositories.repositoryRef(url);
    const both = ['Owners', 'Crew'];
    expect(await repositories.grantTeamAccess(ref, 'crew')).toEqual(both);
    expect(await repositories.grantTeamAccess(ref, 'crew')).toEqual(both);
    expect(emulator.writes).toBe(1);
    expect(await repositories.grantTeamAccess(ref, 'readers')).toEqual(both);
    expect(emulator.added.map(({ name }) => name)).toContain('readers');
  });

  it('says what to do if the team does not exist', async () => {
    await expect(
      repositories.grantTeamAccess(
        repositories.repositoryRef(url),
        'tide-people',
      ),
    ).rejects.toThrow(
      /^Cannot give the team 'tide-people' access to harbour\/rain: the organization harbour has no such team. Ask an owner of harbour to create it in 127/,
    );
  });

  it('says what to do if it may not add teams, and continues if another user added the team', async () => {
    emulator.adminsChangeTeams = false;
    const ref = repositories.repositoryRef(url);
    await expect(repositories.grantTeamAccess(ref, 'crew')).rejects.toThrow(
      /^The portal's account may not give the team 'crew' access to harbour\/rain. Ask an owner of harbour to enable "Repository admin can add and remove access for teams" in the organization's settings in 127.*, or to add the team to the repository.$/,
    );
    emulator.added.push(emulator.known[1]);
    expect(await repositories.grantTeamAccess(ref, 'crew')).toContain('Crew');
  });

  it('requires that the owner is an organization', async () => {
    const ref = repositories.repositoryRef(url);
    await expect(
      repositories.createRepository(ref, {
        description: '',
        defaultBranch: 'main',
        isPrivate: true,
      }),
    ).rejects.toThrow(
      /^Cannot create harbour\/rain: 127.* has no organization harbour/,
    );
  });

  it('sends no request for a cancelled task', async () => {
    await expect(
      repositories.grantTeamAccess(
        repositories.repositoryRef(url),
        'crew',
        AbortSignal.abort(),
      ),
    ).rejects.toThrow(/aborted/);
    expect(emulator.writes).toBe(0);
  });
});
