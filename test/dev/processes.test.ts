import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { startOfProcess } from './processIdentity.ts';
import { Processes } from './processes.ts';
import type { ProcessSpec } from './processes.ts';
import type { Stack } from './stack.ts';
import { waitFor } from './waitFor.ts';

const TIMEOUT = { timeoutMs: 200 };
let stack: Stack;
let processes: Processes;

beforeEach(() => {
  const dir = mkdtempSync(path.join(tmpdir(), 'fairway-processes-'));
  stack = { name: 'test', root: dir, dir, cacheDir: dir, portOffset: 0 };
  processes = Processes.open(stack);
});

afterEach(async () => {
  for (const { name } of processes.list()) await processes.stop(name, TIMEOUT);
  rmSync(stack.dir, { recursive: true, force: true });
});

function shell(script: string, more: Partial<ProcessSpec> = {}): ProcessSpec {
  const args = ['-c', script];
  return { name: 'part', command: '/bin/sh', args, version: '1', ...more };
}

function pidOf(name: string): number {
  const found = processes.list().find(part => part.name === name);
  assert.ok(found, `${name} is recorded`);
  return found.pid;
}

async function printed(text: string): Promise<void> {
  const log = processes.log('part');
  await waitFor(text, () => readFileSync(log, 'utf8').includes(text));
}

test('leaves a running part unchanged, and restarts it if its command differs', async () => {
  await processes.start(shell('sleep 60'));
  const first = pidOf('part');
  await processes.start(shell('sleep 60'));
  assert.equal(pidOf('part'), first);

  await processes.start(shell('sleep 60', { configuration: 'other' }));
  assert.notEqual(pidOf('part'), first);
  assert.equal(startOfProcess(first), undefined);
});

test('distinguishes a part that ended unexpectedly from a stopped one', async () => {
  await processes.start(shell('exit 3'));
  await waitFor('its end', () => processes.state('part') === 'failed');
  await processes.start(shell('sleep 60'));
  assert.equal(processes.state('part'), 'running');
  await processes.stop('part');
  assert.equal(processes.state('part'), 'stopped');
});

test('stops a part that ignores signals, with its child processes', async () => {
  await processes.start(shell("trap '' TERM; echo set; sleep 60; sleep 60"));
  await printed('set');
  await processes.stop('part', TIMEOUT);
  assert.equal(processes.state('part'), 'stopped');
});

test('never ends another process with the id of a former part', async () => {
  await processes.start(shell('sleep 60', { name: 'other' }));
  await processes.start(shell('sleep 60'));
  const file = path.join(stack.dir, 'processes', 'part.json');
  const record = JSON.parse(readFileSync(file, 'utf8'));
  await processes.stop('part');
  // Simulates that another process got the id.
  writeFileSync(
    file,
    JSON.stringify({ ...record, pid: pidOf('other'), start: 'long ago' }),
  );
  assert.equal(processes.state('part'), 'failed');
  await processes.stop('part');
  assert.equal(processes.state('other'), 'running');
});

test(
  'ends the child processes of a killed part',
  { skip: process.platform !== 'linux' && 'needs /proc' },
  async () => {
    await processes.start(shell('sleep 60 & echo child $!; wait'));
    await printed('child');
    const log = readFileSync(processes.log('part'), 'utf8');
    const child = Number(log.replace('child', ''));
    process.kill(pidOf('part'), 'SIGKILL');
    await waitFor('its end', () => processes.state('part') === 'failed');
    assert.notEqual(startOfProcess(child), undefined);

    await processes.endLeftovers();
    assert.equal(startOfProcess(child), undefined);
  },
);

test('reports a missing program', async () => {
  const absent = shell('', { command: '/nowhere/absent' });
  await assert.rejects(processes.start(absent), /ENOENT/);
  assert.deepEqual(processes.list(), []);
});
