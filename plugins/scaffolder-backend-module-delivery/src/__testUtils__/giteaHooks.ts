import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GiteaRepositories } from '../GiteaRepositories';

interface Hook {
  id: number;
  type: string;
  active: boolean;
  events: string[];
  config: { url: string; content_type: string };
}

const HOOKS = '/api/v1/repos/harbour/rain/hooks';

/**
 * Emulates the webhook API of one repository in Gitea 1.26, after
 * routers/api/v1/repo/hook.go in its source.
 */
export async function giteaHooks({
  admin = true,
  /** Maximum page size, as the administrator sets it */
  maxResponseItems = 50,
  /** Number of concurrent list requests to await before the first is answered */
  concurrentLists = 1,
} = {}) {
  const hooks: Hook[] = [];
  const writes: string[] = [];
  let lastId = 0;
  let lists = 0;
  let release = () => {};
  const allListed = new Promise<void>(resolve => {
    release = resolve;
  });
  const server: Server = createServer(async (req, res) => {
    const answer = (status: number, body: object) =>
      res.writeHead(status).end(JSON.stringify(body));
    const { pathname, searchParams } = new URL(
      req.url ?? '',
      'http://localhost',
    );
    if (pathname === '/api/v1/repos/harbour/rain') {
      return answer(200, {
        default_branch: 'main',
        permissions: { push: true, admin },
      });
    }
    if (req.method === 'GET' && pathname === HOOKS) {
      lists += 1;
      if (lists >= concurrentLists) release();
      await allListed;
      const size = Math.min(
        Number(searchParams.get('limit')) || 30,
        maxResponseItems,
      );
      const from = (Number(searchParams.get('page') ?? 1) - 1) * size;
      return answer(200, hooks.slice(from, from + size));
    }
    const body = JSON.parse((await text(req)) || '{}');
    writes.push(`${req.method} ${pathname}`);
    if (req.method === 'POST' && pathname === HOOKS) {
      lastId = Math.max(lastId, ...hooks.map(({ id }) => id)) + 1;
      hooks.push({ ...body, id: lastId });
      return answer(201, hooks[hooks.length - 1]);
    }
    const known = hooks.find(({ id }) => pathname === `${HOOKS}/${id}`);
    if (known && req.method === 'DELETE') {
      hooks.splice(hooks.indexOf(known), 1);
      return res.writeHead(204).end();
    }
    if (!known || req.method !== 'PATCH') return answer(404, {});
    return answer(200, Object.assign(known, body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const baseUrl = `http://${host}`;
  const account = { username: 'portal', password: 'secret' };
  const repositories = GiteaRepositories.create(
    ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: { gitea: [{ host, baseUrl, ...account }] },
      }),
    ),
  );
  return {
    hooks,
    writes,
    repositories,
    url: `${baseUrl}/harbour/rain`,
    close: () => new Promise(resolve => server.close(resolve)),
  };
}
