import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { withLock, interrupt } from './lock.ts';
import { startOfProcess } from './processIdentity.ts';
import type { Stack } from './stack.ts';

let stack: Stack;

beforeEach(() => {
  const dir = mkdtempSync(path.join(tmpdir(), 'fairway-lock-'));
  stack = { name: 'test', root: dir, dir, cacheDir: dir, portOffset: 0 };
});

afterEach(() => rmSync(stack.dir, { recursive: true, force: true }));

test('refuses the same work to a second process and names the first, until the first ends', async () => {
  await withLock(stack, 'up', async () => {
    await assert.rejects(
      withLock(stack, 'up', async () => {}),
      new RegExp(`process ${process.pid}\\)`),
    );
    await withLock(stack, 'test', async () => {});
  });
  await withLock(stack, 'up', async () => {});
});

test('is free after its holder was killed', async () => {
  writeFileSync(
    path.join(stack.dir, 'up.lock'),
    JSON.stringify({ pid: process.pid, start: 'long ago' }),
  );
  await interrupt(stack, 'up');
  assert.equal(await withLock(stack, 'up', async () => 'done'), 'done');
});

test('interrupts the process that holds the lock', async () => {
  const other = spawn('sleep', ['60']);
  await once(other, 'spawn');
  writeFileSync(
    path.join(stack.dir, 'up.lock'),
    JSON.stringify({ pid: other.pid, start: startOfProcess(other.pid ?? 0) }),
  );
  const [[, signal]] = await Promise.all([
    once(other, 'exit'),
    interrupt(stack, 'up'),
  ]);
  assert.equal(signal, 'SIGTERM');
});
