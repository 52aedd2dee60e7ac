import {
  clusterDown,
  clusterNames,
  clusterUp,
  partDown,
  partNames,
  partUp,
} from '../cluster/index.ts';
import { UsageError, commands } from './arguments.ts';
import { checkPrerequisites } from './prerequisites.ts';
import type { Stack } from './stack.ts';
import { checkPorts, clusterSteps } from './start.ts';
import { runSteps } from './steps.ts';

/** Starts or stops all local clusters, one of them, or one part of one. */
export async function cluster(
  stack: Stack,
  [direction, target]: string[],
  signal: AbortSignal,
): Promise<void> {
  if (direction !== 'up' && direction !== 'down') {
    throw new UsageError(`Usage: ./dev ${commands.cluster.usage}`);
  }
  const [clusterName, partName] = target?.split('/') ?? [];
  const name = oneOf('cluster', clusterNames, clusterName);
  const part = oneOf('part', partNames, partName);
  if (direction === 'down') {
    if (name && part) await partDown(stack, name, part);
    else
      await Promise.all(
        (name ? [name] : clusterNames).map(n => clusterDown(stack, n)),
      );
    return;
  }
  checkPrerequisites({ clusters: true });
  await checkPorts(stack, { clusters: true, portal: false, git: false });
  const [build, allUp] = clusterSteps(stack);
  const up = {
    title: `Cluster ${target}`,
    run: async () => {
      if (name && part) await partUp(stack, name, part, signal);
      else if (name) await clusterUp(stack, name, { signal });
    },
  };
  await runSteps([build, name ? up : allUp], signal);
}

function oneOf<T extends string>(
  what: string,
  names: readonly T[],
  name: string | undefined,
): T | undefined {
  const known = names.find(n => n === name);
  if (name !== undefined && !known) {
    throw new UsageError(
      `Unknown ${what} '${name}'. Known: ${names.join(', ')}`,
    );
  }
  return known;
}
