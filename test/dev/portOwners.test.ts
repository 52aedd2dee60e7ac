import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { takenPorts } from './portOwners.ts';

test('names a used port and its process, until the port is free', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const [taken, ...others] = await takenPorts([port]);
  assert.equal(taken.port, port);
  assert.deepEqual(others, []);
  if (process.platform === 'linux') {
    assert.match(taken.owner, new RegExp(`^process ${process.pid} \\(`));
  }

  server.close();
  await once(server, 'close');
  assert.deepEqual(await takenPorts([port]), []);
});
