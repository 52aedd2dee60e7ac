import { mockServices } from '@backstage/backend-test-utils';
import type { WorkloadsEvent } from '@fairway/backstage-plugin-delivery-common';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { workload } from './__testUtils__/workload';
import { WorkloadStreamClient } from './WorkloadStreamClient';

const clusters = [
  { name: 'staging', sync: { state: 'synced' as const, since: 'then' } },
];
const orders = workload({ name: 'orders' });
const billing = workload({ name: 'billing' });

/** A client of a server that answers as the test says, one answer for each request. */
async function followed(
  ...answers: ((req: IncomingMessage, res: ServerResponse) => void)[]
) {
  const asked: IncomingMessage[] = [];
  const server = createServer((req, res) => {
    asked.push(req);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    answer(req, res);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const waiting: (() => void)[] = [];
  const pauses: number[] = [];
  const logger = mockServices.logger.mock();
  const follower = WorkloadStreamClient.create({
    auth: mockServices.auth(),
    discovery: mockServices.discovery.mock({
      getBaseUrl: async () => `http://127.0.0.1:${port}`,
    }),
    logger,
    clock: {
      now: () => 0,
      // Pauses end at once; the silence limit is never reached.
      delay: async (milliseconds, signal) => {
        pauses.push(milliseconds);
        if (milliseconds < 45_000) return;
        await new Promise<void>(resolve =>
          signal.addEventListener('abort', () => resolve()),
        );
      },
    },
  });
  const stopped = new AbortController();
  const running = follower.run(
    () => waiting.splice(0).forEach(wake => wake()),
    stopped.signal,
  );
  return {
    asked,
    pauses,
    logger,
    async until(isTrue: () => boolean) {
      while (!isTrue()) await new Promise<void>(wake => waiting.push(wake));
    },
    names: () => follower.workloads()?.workloads.map(({ name }) => name),
    async stop() {
      stopped.abort();
      await running;
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function send(res: ServerResponse, id: string, event: WorkloadsEvent | string) {
  const data = typeof event === 'string' ? event : JSON.stringify(event);
  res.write(`id: ${id}\ndata: ${data}\n\n`);
}

describe('WorkloadStreamClient', () => {
  it('resumes after the last received event when the connection breaks', async () => {
    const { asked, until, names, stop } = await followed(
      (_, res) => {
        send(res, 'a:1', { type: 'snapshot', clusters, workloads: [orders] });
        res.end();
      },
      (_, res) =>
        send(res, 'a:2', {
          type: 'patch',
          workloads: [billing],
          removed: [orders.uid],
        }),
    );
    await until(() => names()?.[0] === 'billing');
    expect(names()).toEqual(['billing']);
    expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual([
      undefined,
      'a:1',
    ]);
    expect(asked[0].headers.authorization).toMatch(/^Bearer /);
    await stop();
  });

  it('waits as long as the backend says after it has reached a limit', async () => {
    const { pauses, until, names, stop } = await followed(
      (_, res) => {
        res.writeHead(429, { 'retry-after': '40' }).end('{}');
      },
      (_, res) =>
        send(res, 'a:1', { type: 'snapshot', clusters, workloads: [orders] }),
    );
    await until(() => names()?.[0] === 'orders');
    expect(pauses).toContain(40_000);
    await stop();
  });

  it('keeps the workloads while the backend refuses, warns once, and starts again after an invalid event', async () => {
    const refuse = (_: IncomingMessage, res: ServerResponse) => {
      res.writeHead(503).end('starting');
    };
    const { asked, logger, until, names, stop } = await followed(
      (_, res) => {
        send(res, 'a:1', { type: 'snapshot', clusters, workloads: [orders] });
        send(res, 'a:2', '{"type":"patch","workloads":"nonsense"}');
      },
      refuse,
      refuse,
      (_, res) => {
        send(res, 'b:1', { type: 'snapshot', clusters, workloads: [billing] });
      },
    );
    await until(() => names()?.[0] === 'orders');
    await until(() => names()?.[0] === 'billing');
    expect(asked.map(({ headers }) => headers['last-event-id'])).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const said = logger.warn.mock.calls.map(([message]) => message);
    expect(said).toHaveLength(2);
    expect(said[1]).toMatch(/the catalog keeps the known workloads: .*503/);
    await stop();
  });
});
