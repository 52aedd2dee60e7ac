import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scaffolderModuleDelivery } from './module';

const answers: Record<string, [status: number, body: object]> = {
  '/api/v1/repos/harbour/rain': [200, { private: true, description: 'Rain' }],
  '/api/v1/repos/locked/rain': [
    403,
    { message: 'token lacks read:repository' },
  ],
};

/** Handwritten responses in the form of Gitea's `GET /repos/OWNER/NAME`. */
function startGitea() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(`${pathname} ${request.headers.authorization}`);
    const [status, body] = answers[pathname] ?? [404, { message: 'not found' }];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  return { server, asked };
}

describe('GET /api/scaffolder/delivery/repository', () => {
  const { server: gitea, asked } = startGitea();
  let host: string;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const permissions = mockServices.permissions.mock();
  const denied: string[] = [];

  beforeEach(() => {
    denied.length = 0;
    permissions.authorize.mockImplementation(async queries =>
      queries.map(({ permission }) =>
        // As the permission backend answers.
        JSON.parse(
          denied.includes(permission.name)
            ? '{"result":"DENY"}'
            : '{"result":"ALLOW"}',
        ),
      ),
    );
  });

  beforeAll(async () => {
    await new Promise<void>(resolve => gitea.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(gitea.address() as AddressInfo).port}`;
    backend = await startTestBackend({
      extensionPoints: [
        [scaffolderActionsExtensionPoint, { addActions: () => {} }],
      ],
      features: [
        scaffolderModuleDelivery,
        permissions.factory,
        mockServices.rootConfig.factory({
          data: {
            integrations: {
              gitea: [
                {
                  host,
                  baseUrl: `http://${host}`,
                  username: 'portal',
                  password: 'p',
                },
                { host: '127.0.0.1:1', baseUrl: 'http://127.0.0.1:1' },
              ],
            },
          },
        }),
      ],
    });
  }, 60_000);

  afterAll(async () => {
    await backend?.stop();
    gitea.close();
  });

  const ask = async (query: string, header = mockCredentials.user.header()) => {
    const response = await fetch(
      `http://localhost:${backend.server.port()}/api/scaffolder/delivery/repository${query}`,
      { headers: { authorization: header } },
    );
    const body = await response.json();
    return { status: response.status, body, message: body.error?.message };
  };

  it('returns only whether the repository exists', async () => {
    expect(await ask(`?url=https://${host}/harbour/rain`)).toMatchObject({
      status: 200,
      body: { isTaken: true },
    });
    expect((await ask(`?url=https://${host}/harbour/tide`)).body).toEqual({
      isTaken: false,
    });
    expect(asked[0]).toBe(
      `/api/v1/repos/harbour/rain basic ${Buffer.from('portal:p').toString('base64')}`,
    );
  });

  it('sends no request for other hosts, and for URLs that are not repositories', async () => {
    asked.length = 0;
    const wrong: [query: string, reason: RegExp][] = [
      ['', /Set the query parameter 'url'/],
      ['?url=rain', /Set the query parameter 'url'/],
      [
        '?url=http://169.254.169.254/latest/meta-data',
        /is not on a Gitea server of the portal/,
      ],
      [`?url=https://${host}/harbour`, /is not the URL of a repository/],
      [`?url=https://${host}/harbour/%25zz`, /is not the URL of a repository/],
      [`?url=https://${host}/a/...git`, /is not the URL of a repository/],
    ];
    for (const [query, reason] of wrong) {
      const { status, message } = await ask(query);
      expect({ query, status, message }).toEqual({
        query,
        status: 400,
        message: expect.stringMatching(reason),
      });
    }
    expect(asked).toEqual([]);
  });

  it('reports errors of Gitea', async () => {
    expect((await ask(`?url=https://${host}/locked/rain`)).message).toMatch(
      /answered 403 to GET .*token lacks read:repository/,
    );
    const away = await ask('?url=https://127.0.0.1:1/harbour/rain');
    expect(away.status).toBe(503);
    expect(away.message).toMatch(/127.0.0.1:1 is unreachable/);
  });

  it('tells nothing to people who may not run templates', async () => {
    asked.length = 0;
    denied.push('scaffolder.task.create');
    for (const name of ['rain', 'tide']) {
      const { status, message } = await ask(
        `?url=https://${host}/harbour/${name}`,
      );
      expect({ status, message }).toEqual({
        status: 403,
        message: expect.stringContaining(
          'the permission scaffolder.task.create',
        ),
      });
    }
    expect(asked).toEqual([]);
  });

  it('accepts only users', async () => {
    const url = `?url=https://${host}/harbour/rain`;
    const nobody = await ask(url, mockCredentials.none.header());
    expect(nobody.status).toBe(401);
    const service = await ask(url, mockCredentials.service.header());
    expect(service.status).toBe(403);
  });
});
