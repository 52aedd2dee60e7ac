import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { createManagement } from '../src/management.ts';
import { createServer } from '../src/server.ts';

describe('the server', () => {
  let server: FastifyInstance;
  let metrics: Registry;
  let lines: string[];

  beforeEach(() => start(''));
  afterEach(() => server.close());

  function start(basePath: string) {
    lines = [];
    metrics = new Registry();
    server = createServer({
      basePath,
      logLevel: 'info',
      metrics,
      log: { write: line => lines.push(line) },
    });
  }
  const ask = (url: string) => server.inject({ url });
  const askManagement = (url: string) =>
    createManagement(metrics, server.log).inject({ url });
  const logged = () => lines.map(line => JSON.parse(line));

  it('returns a greeting', async () => {
    const answer = await ask('/greetings/Ada');
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(answer.json(), { text: 'Hello, Ada' });
    assert.equal((await ask(`/greetings/${'é'.repeat(80)}`)).statusCode, 200);
  });

  it('rejects a name that is too long', async () => {
    for (const length of [81, 200]) {
      const answer = await ask(`/greetings/${'a'.repeat(length)}`);
      assert.equal(answer.statusCode, 400);
      assert.deepEqual(answer.json(), {
        error: 'params/name must NOT have more than 80 characters',
      });
    }
  });

  it('returns 404 for an unknown path', async () => {
    const answer = await ask('/nowhere');
    assert.equal(answer.statusCode, 404);
    assert.deepEqual(answer.json(), { error: 'not found' });
  });

  it('reports liveness and readiness', async () => {
    assert.equal((await askManagement('/health/live')).statusCode, 204);
    assert.equal((await askManagement('/health/ready')).statusCode, 204);
  });

  it('serves the API below its base path', async () => {
    start('/tides');
    assert.equal((await ask('/tides/greetings/Ada')).statusCode, 200);
    assert.equal((await ask('/greetings/Ada')).statusCode, 404);
  });

  it('does not expose metrics on the API port', async () => {
    assert.equal((await ask('/metrics')).statusCode, 404);
  });

  it('measures requests by route', async () => {
    server.get('/broken', () => Promise.reject(new Error('no water')));
    for (const name of ['greetings/Ada', 'greetings/Grace', 'no', 'broken']) {
      await ask(`/${name}`);
    }
    const { body } = await askManagement('/metrics');
    for (const line of [
      'method="GET",route="/greetings/:name",status="200"} 2',
      'method="GET",route="unmatched",status="404"} 1',
      'method="GET",route="/broken",status="500"} 1',
    ]) {
      assert.ok(body.includes(`http_request_duration_seconds_count{${line}`));
    }
  });

  it('logs requests, but not probes', async () => {
    await ask('/greetings/Ada?a=b');
    await askManagement('/health/live');
    const [{ level, method, path, status }, ...others] = logged();
    assert.deepEqual(
      { level, method, path, status },
      { level: 'info', method: 'GET', path: '/greetings/Ada', status: 200 },
    );
    assert.deepEqual(others, []);
  });

  it('returns 500 and logs the error when a handler fails', async () => {
    server.get('/broken', () => Promise.reject(new Error('no water')));
    const answer = await ask('/broken');
    assert.equal(answer.statusCode, 500);
    assert.deepEqual(answer.json(), { error: 'internal error' });
    const [{ level, err }] = logged();
    assert.equal(level, 'error');
    assert.match(err.stack, /no water[^]*server\.test\.ts/);
  });

  it('finishes open requests on shutdown', async () => {
    let closed: Promise<unknown> | undefined;
    server.get('/late', async () => {
      closed = server.close();
      while (server.server.listening) await setImmediate();
      return 'late';
    });
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${address}/late`);
    assert.equal(await answer.text(), 'late');
    await closed;
    await assert.rejects(fetch(address));
  });
});
