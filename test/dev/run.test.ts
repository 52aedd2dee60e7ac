import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { startOfProcess } from './processIdentity.ts';
import { Processes } from './processes.ts';
import { CommandError, run } from './run.ts';
import type { Stack } from './stack.ts';
import { waitFor } from './waitFor.ts';

let stack: Stack;
let log: string;

beforeEach(() => {
  const dir = mkdtempSync(path.join(tmpdir(), 'fairway-run-'));
  stack = { name: 'test', root: dir, dir, cacheDir: dir, portOffset: 0 };
  log = path.join(dir, 'work.log');
});

afterEach(() => rmSync(stack.dir, { recursive: true, force: true }));

async function pidInLog(): Promise<number> {
  await waitFor('its id', () => existsSync(log) && /\d\n/.test(read()));
  return Number(read());
}

function read(): string {
  return readFileSync(log, 'utf8');
}

function shell(script: string) {
  return { command: '/bin/sh', args: ['-c', script], log, stack };
}

test('returns the output, and reports the end of the output on failure', async () => {
  assert.equal(await run(shell('echo out; echo err >&2')), 'out\n');
  await assert.rejects(run(shell('echo started; echo broken >&2; exit 3')), {
    message: '/bin/sh -c failed with exit code 3\nstarted\nbroken'.slice(5),
  });
  await assert.rejects(run(shell('exit 3')), CommandError);
  await assert.rejects(
    run({ command: '/nowhere/absent', args: [], log, stack }),
    /ENOENT/,
  );
});

test('ends child processes of a command when it is interrupted', async () => {
  const interrupted = new AbortController();
  const running = run({
    ...shell('sleep 60 & echo $!; wait'),
    signal: interrupted.signal,
  });
  const child = await pidInLog();
  interrupted.abort(new Error('Interrupted'));
  await assert.rejects(running, /Interrupted/);
  await waitFor('the end', () => startOfProcess(child) === undefined);
});

test('records child processes, so that the next start ends them after a kill', async () => {
  const script = `
    import { run } from ${JSON.stringify(path.join(import.meta.dirname, 'run.ts'))};
    await run(${JSON.stringify(shell('echo $$; sleep 60'))});`;
  const dev = spawn(process.execPath, [
    ...['--no-warnings', '--input-type=module', '-e', script],
  ]);
  const command = await pidInLog();
  const processes = Processes.open(stack);
  await processes.endLeftovers();
  assert.notEqual(startOfProcess(command), undefined);

  dev.kill('SIGKILL');
  await once(dev, 'exit');
  assert.notEqual(startOfProcess(command), undefined);
  await processes.endLeftovers();
  assert.equal(startOfProcess(command), undefined);
  assert.deepEqual(processes.list(), []);
});
