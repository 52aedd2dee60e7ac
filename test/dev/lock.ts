import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startOfProcess } from './processIdentity.ts';
import type { Stack } from './stack.ts';
import { waitFor } from './waitFor.ts';

/** What only one `./dev` at a time does to a stack. */
export type Work = 'up' | 'test';

interface Holder {
  pid: number;
  /** Tells the process from a later one with the same id */
  start: string;
}

/**
 * Does work that no other process may do at the same time. A holder that was
 * killed holds nothing.
 *
 * @throws Error that names the process that is at it
 */
export async function alone<T>(
  stack: Stack,
  work: Work,
  run: () => Promise<T>,
): Promise<T> {
  const file = lockFile(stack, work);
  const holder = readHolder(file);
  if (holder) {
    throw new Error(
      `Another ./dev (process ${holder.pid}) is at the same work in ${stack.dir}; wait for it, or end it with ./dev stop`,
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
    // Of two that come here at once, one fails.
    { flag: 'wx' },
  );
  try {
    return await run();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Interrupts whoever is at a work, as Ctrl-C does, and waits until it has cleaned up. */
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
