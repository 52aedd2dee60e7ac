import path from 'node:path';
import { bench } from '../bench/index.ts';
import { UsageError, helpText, parseArguments } from './arguments.ts';
import { cluster } from './cluster.ts';
import { withLock } from './lock.ts';
import { Processes } from './processes.ts';
import { portalAddresses, stackOf } from './stack.ts';
import type { Stack } from './stack.ts';
import { start } from './start.ts';
import { status, statusTable } from './status.ts';
import { stop } from './stop.ts';
import { test } from './test.ts';

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => interrupted.abort(new Error('Interrupted')));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main(typed: string[]): Promise<number> {
  const {
    command,
    positionals,
    detach,
    json,
    kubeconfig,
    contexts,
    pods,
    events,
    viewers,
    services,
    seconds,
  } = parseArguments(typed);
  switch (command) {
    case 'start':
      await startAndStay(
        kubeconfig ? { file: kubeconfig, contexts } : undefined,
        detach,
      );
      return 0;
    case 'stop':
      await stop(stack);
      return 0;
    case 'status': {
      const parts = await status(stack);
      process.stdout.write(
        `${json ? JSON.stringify({ parts }, undefined, 2) : statusTable(parts)}\n`,
      );
      return 0;
    }
    case 'test':
      return test(root, positionals[0], interrupted.signal);
    case 'bench': {
      const figures = await bench(
        stack,
        positionals[0],
        { pods, events, viewers, services, seconds },
        interrupted.signal,
      );
      process.stdout.write(
        `${JSON.stringify(figures, undefined, json ? 0 : 2)}\n`,
      );
      return 0;
    }
    case 'cluster':
      await withLock(stack, 'up', () =>
        cluster(stack, positionals, interrupted.signal),
      );
      return 0;
    default:
      process.stdout.write(`${helpText()}\n`);
      return 0;
  }
}

async function startAndStay(
  kubeconfig: { file: string; contexts: string[] } | undefined,
  detach: boolean,
): Promise<void> {
  try {
    await withLock(stack, 'up', () =>
      start(stack, { kubeconfig }, interrupted.signal),
    );
  } catch (error) {
    // Ctrl-C leaves no partly started stack.
    if (interrupted.signal.aborted) await stop(stack);
    throw error;
  }
  const { app, backend } = portalAddresses(stack);
  process.stderr.write(`\nThe portal: ${app}   its API: ${backend}\n`);
  if (detach) return;
  process.stderr.write('Ctrl-C stops everything.\n');
  await watchParts(stack, interrupted.signal);
  if (!interrupted.signal.aborted) return;
  process.stderr.write('\nStopping...\n');
  await stop(stack);
}

/** Reports parts that end unexpectedly, until the signal aborts or all parts are stopped. */
async function watchParts(of: Stack, signal: AbortSignal): Promise<void> {
  const processes = Processes.open(of);
  const told = new Set<string>();
  const stopped = new AbortController();
  const look = () => {
    const parts = processes.list();
    if (parts.every(({ state }) => state === 'stopped')) stopped.abort();
    for (const { name, state, log } of parts) {
      if (state !== 'failed') told.delete(name);
      else if (!told.has(name)) {
        told.add(name);
        process.stderr.write(
          `✗ ${name} has ended. Its log: ${log}\n  ./dev start starts it again.\n`,
        );
      }
    }
  };
  const timer = setInterval(look, 1_000);
  await new Promise(resolve =>
    AbortSignal.any([signal, stopped.signal]).addEventListener(
      'abort',
      resolve,
    ),
  );
  clearInterval(timer);
}
