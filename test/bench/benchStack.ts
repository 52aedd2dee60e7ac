import { rmSync } from 'node:fs';
import path from 'node:path';
import { checkPrerequisites } from '../dev/prerequisites.ts';
import { alone } from '../dev/lock.ts';
import { stackOf } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';
import { checkPorts } from '../dev/start.ts';
import { stop } from '../dev/stop.ts';

/** Measures on a stack of its own, which is empty before and gone after. */
export async function onBenchStack<T>(
  root: string,
  measure: (stack: Stack) => Promise<T>,
): Promise<T> {
  checkPrerequisites({ clusters: true });
  const stack = stackOf(root, { ...process.env, FAIRWAY_STACK: 'bench' });
  return alone(stack, 'test', async () => {
    await throwAway(stack);
    try {
      await checkPorts(stack, { clusters: true, portal: true });
      return await measure(stack);
    } finally {
      await throwAway(stack);
    }
  });
}

async function throwAway(stack: Stack): Promise<void> {
  await stop(stack);
  for (const folder of ['clusters', 'db']) {
    rmSync(path.join(stack.dir, folder), { recursive: true, force: true });
  }
}
