import { clusterDown, clusterNames } from '../cluster/index.ts';
import { stopGitea } from '../git/index.ts';
import { stopJenkins } from '../jenkins/index.ts';
import { interrupt } from './lock.ts';
import { Processes } from './processes.ts';
import type { Stack } from './stack.ts';

/** Stops every part of a stack, the portal first. */
export async function stop(stack: Stack): Promise<void> {
  await interrupt(stack, 'up');
  await interrupt(stack, 'test');
  const processes = Processes.open(stack);
  await processes.endLeftovers();
  await Promise.all(['app', 'backend'].map(part => processes.stop(part)));
  await stopJenkins(stack);
  await Promise.all([
    stopGitea(stack),
    ...clusterNames.map(name => clusterDown(stack, name)),
  ]);
}
