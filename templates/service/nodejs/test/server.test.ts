import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createServer } from '../src/server.ts';
import type { Service } from '../src/server.ts';

describe('the server', () => {
  let service: Service;

  beforeEach(() => {
    service = createServer();
  });
  afterEach(() => service.server.close());

  const ask = (url: string) => service.server.inject({ url });

  it('greets', async () => {
    const answer = await ask('/greetings/Ada');
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(answer.json(), { text: 'Hello, Ada' });
  });

  it('refuses a name that is too long', async () => {
    const answer = await ask(`/greetings/${'a'.repeat(81)}`);
    assert.equal(answer.statusCode, 400);
  });

  it('is ready until it leaves, and alive all the time', async () => {
    assert.equal((await ask('/health/ready')).statusCode, 204);
    service.leave();
    assert.equal((await ask('/health/ready')).statusCode, 503);
    assert.equal((await ask('/health/live')).statusCode, 204);
  });

  it('measures requests by route', async () => {
    await ask('/greetings/Ada');
    await ask('/greetings/Grace');
    const { body } = await ask('/metrics');
    assert.match(
      body,
      /http_request_duration_seconds_count\{route="\/greetings\/:name",status="200"\} 2/,
    );
  });
});
