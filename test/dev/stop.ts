import { clusterDown, clusterNames } from '../cluster/index.ts';
import { Processes } from './processes.ts';
import type { Stack } from './stack.ts';

/** Ends every part of a stack, the portal first. */
export async function stop(stack: Stack): Promise<void> {
  const processes = Processes.open(stack);
  await Promise.all(['app', 'backend'].map(part => processes.stop(part)));
  await Promise.all(clusterNames.map(name => clusterDown(stack, name)));
}
