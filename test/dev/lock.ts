import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startOfProcess } from './processIdentity.ts';
import type { Stack } from './stack.ts';
import { waitFor } from './waitFor.ts';

/** Work on a stack that only one `./dev` may do at a time. */
export type Work = 'up' | 'test';

interface Holder {
  pid: number;
  /** Distinguishes the process from a later one with the same id */
  start: string;
}

/**
 * Runs work that no other process may do at the same time. The lock of a killed
 * process is free.
 *
 * @throws Error that names the process that holds the lock
 */
export async function withLock<T>(
  stack: Stack,
  work: Work,
  run: () => Promise<T>,
): Promise<T> {
  const file = lockFile(stack, work);
  const holder = readHolder(file);
  if (holder) {
    throw new Error(
      `Another ./dev (process ${holder.pid}) does the same work in ${stack.dir}. Wait for it, or end it with ./dev stop.`,
    );
  }
  rmSync(file, { force: true });
  mkdirSync(stack.dir, { recursive: true });
  writeFileSync(
    file,
    JSON.stringify({
      pid: process.pid,
      start: startOfProcess(process.pid) ?? '',
    }),
    // Of two concurrent calls, one fails.
    { flag: 'wx' },
  );
  try {
    return await run();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Interrupts the process that holds the lock, as Ctrl-C does, and waits until it has cleaned up. */
export async function interrupt(stack: Stack, work: Work): Promise<void> {
  const file = lockFile(stack, work);
  const holder = readHolder(file);
  if (!holder || holder.pid === process.pid) return;
  process.kill(holder.pid, 'SIGTERM');
  await waitFor(
    `process ${holder.pid} to end`,
    () => startOfProcess(holder.pid) !== holder.start,
  );
}

function lockFile(stack: Stack, work: Work): string {
  return path.join(stack.dir, `${work}.lock`);
}

function readHolder(file: string): Holder | undefined {
  try {
    const holder: Holder = JSON.parse(readFileSync(file, 'utf8'));
    return startOfProcess(holder.pid) === holder.start ? holder : undefined;
  } catch {
    return undefined;
  }
}
