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
 * Answers as Gitea 1.26 does of one repository's teams: routers/api/v1/repo/teams.go
 * in its source.
 */
class TeamsEmulator {
  readonly known: Team[] = [
    { name: 'Owners', permission: 'owner' },
    {
      ...{ name: 'Crew', permission: 'none' },
      units_map: { 'repo.code': 'write' },
    },
    {
      ...{ name: 'readers', permission: 'none' },
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

  it('lets a team write, once, and tells who may', async () => {
    const place = repositories.place(url);
    const both = ['Owners', 'Crew'];
    expect(await repositories.letTeam(place, 'crew')).toEqual(both);
    expect(await repositories.letTeam(place, 'crew')).toEqual(both);
    expect(emulator.writes).toBe(1);
    expect(await repositories.letTeam(place, 'readers')).toEqual(both);
    expect(emulator.added.map(({ name }) => name)).toContain('readers');
  });

  it('says what to do about a team that is not there', async () => {
    await expect(
      repositories.letTeam(repositories.place(url), 'tide-people'),
    ).rejects.toThrow(
      /^The organization harbour has no team 'tide-people' that could write to harbour\/rain: have one of its owners make the team in 127/,
    );
  });

  it('says what to do where it may not, and goes on when somebody else did it', async () => {
    emulator.adminsChangeTeams = false;
    const place = repositories.place(url);
    await expect(repositories.letTeam(place, 'crew')).rejects.toThrow(
      /^The portal's account may not let the team 'crew' write to harbour\/rain: have an owner of harbour allow "Repository admin can add and remove access for teams" in its settings in 127.*, or add the team to the repository$/,
    );
    emulator.added.push(emulator.known[1]);
    expect(await repositories.letTeam(place, 'crew')).toContain('Crew');
  });

  it('says that the owner has to be an organization', async () => {
    const place = repositories.place(url);
    await expect(
      repositories.make(place, {
        ...{ description: '', defaultBranch: 'main', isPrivate: true },
      }),
    ).rejects.toThrow(
      /^The owner of harbour\/rain has to be an organization, and 127.* has none of the name harbour/,
    );
  });

  it('does not ask for a task that was cancelled', async () => {
    await expect(
      repositories.letTeam(
        repositories.place(url),
        'crew',
        AbortSignal.abort(),
      ),
    ).rejects.toThrow(/aborted/);
    expect(emulator.writes).toBe(0);
  });
});
