import { mockCredentials } from '@backstage/backend-test-utils';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { EmbeddedPostgres } from './__testUtils__/EmbeddedPostgres';
import { FaultyProxy } from './__testUtils__/FaultyProxy';
import {
  deployment,
  realCluster,
  uniqueName,
} from './__testUtils__/realCluster';
import { waitFor } from './__testUtils__/waitFor';

jest.setTimeout(120_000);

const postgres = EmbeddedPostgres.announce();

beforeAll(() => postgres.start());
afterAll(() => postgres.stop());

describe('A portal that receives SIGTERM', () => {
  const cluster = realCluster();
  const namespace = uniqueName('shutdown');
  const id = uniqueName('orders');
  const stops: (() => unknown)[] = [];

  beforeAll(async () => {
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment('orders', { id }),
    });
  });

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  afterAll(async () => {
    await cluster.core.deleteNamespace({ name: namespace });
  });

  async function startProcess() {
    const proxy = await FaultyProxy.start({
      url: cluster.url,
      options: cluster.tls,
    });
    stops.push(() => proxy.stop());
    const portal = {
      clusterUrl: proxy.url,
      namespace,
      id,
      database: postgres.configuration,
    };
    const child = fork(
      path.join(__dirname, '__testUtils__/portalProcess.ts'),
      [JSON.stringify(portal)],
      {
        execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
        // Runs with Node instead of jest.
        env: { ...process.env, NODE_ENV: 'development' },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    const told = { base: '', unhandled: [] as string[], log: '' };
    child.on('message', (message: { base?: string; unhandled?: string }) => {
      told.base = message.base ?? told.base;
      if (message.unhandled) told.unhandled.push(message.unhandled);
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', chunk => (told.log += chunk));
    }
    stops.push(() => child.kill('SIGKILL'));
    await waitFor(
      'the portal',
      () => told.base,
      () => told.log,
    );
    return { proxy, child, told };
  }

  /** A viewer and its received events. */
  async function look(base: string) {
    const response = await fetch(
      `${base}/services/component/default/orders/stream`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    const seen = { text: '', isOver: false };
    const read = async () => {
      for await (const chunk of response.body ?? []) {
        seen.text += Buffer.from(chunk).toString();
      }
    };
    read()
      .catch(() => {})
      .finally(() => {
        seen.isOver = true;
      });
    return seen;
  }

  it('ends in time and cleanly while the cluster hangs and the database is unavailable', async () => {
    const { proxy, child, told } = await startProcess();
    const viewer = await look(told.base);
    await waitFor('the workload', () =>
      viewer.text.includes('example/orders:1.0.0'),
    );
    await postgres.goAway();
    await cluster.apps.patchNamespacedDeployment({
      namespace,
      name: 'orders',
      body: [
        {
          op: 'replace',
          path: '/spec/template/spec/containers/0/image',
          value: 'example/orders:2.0.0',
        },
      ],
    });
    // It has a release to record and no database.
    await waitFor('the new version', () =>
      viewer.text.includes('example/orders:2.0.0'),
    );
    proxy.failWith({ type: 'hang' });
    proxy.breakConnections();
    const requests = proxy.requests.length;
    await waitFor('it to ask again', () => proxy.requests.length > requests);

    const startedAt = Date.now();
    child.kill('SIGTERM');
    const [code, signal] = await once(child, 'exit');
    expect({ code, signal, unhandled: told.unhandled }).toEqual({
      code: 0,
      signal: null,
      unhandled: [],
    });
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    await waitFor('the end of the stream', () => viewer.isOver);
    await waitFor(
      'every connection to the API server to be closed',
      async () => (await proxy.connections()) === 0,
    );
  });
});
