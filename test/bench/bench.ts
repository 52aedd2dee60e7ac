import { rmSync } from 'node:fs';
import path from 'node:path';
import { checkPrerequisites } from '../dev/prerequisites.ts';
import { withLock } from '../dev/lock.ts';
import { stackOf } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';
import { checkPorts } from '../dev/start.ts';
import { stop } from '../dev/stop.ts';
import { BenchCluster } from './BenchCluster.ts';
import { BenchPortal } from './BenchPortal.ts';
import type { BenchPortalOptions } from './BenchPortal.ts';
import { step } from './step.ts';

/** Resources of a benchmark: a separate stack that is empty before and deleted after it. */
export interface Bench {
  stack: Stack;
  cluster: BenchCluster;
  services: number;
  signal: AbortSignal;
}

/** Measures on a cluster with services without pods and capacity for the pods. */
export async function onBench<T>(
  root: string,
  size: { services: number; pods: number },
  signal: AbortSignal,
  measure: (bench: Bench) => Promise<T>,
): Promise<T> {
  checkPrerequisites({ clusters: true });
  const stack = stackOf(root, { ...process.env, FAIRWAY_STACK: 'bench' });
  return withLock(stack, 'test', async () => {
    await throwAway(stack);
    try {
      await checkPorts(stack, { clusters: true, portal: true, git: false });
      const cluster = await step('A cluster', signal, onProgress =>
        BenchCluster.start(stack, size, onProgress, signal),
      );
      try {
        return await measure({ ...size, stack, cluster, signal });
      } finally {
        await cluster.stop();
      }
    } finally {
      await throwAway(stack);
    }
  });
}

const titles: Record<BenchPortalOptions['by'], string> = {
  fairway: 'Portal with Fairway',
  stock: 'Portal with the stock plugin alone',
  community: 'Portal with the community’s Jenkins plugin',
};

/** Measures a portal; see {@link BenchPortalOptions}. */
export async function onPortal<T>(
  { stack, cluster, services, signal }: Bench,
  by: BenchPortalOptions['by'],
  measure: (portal: BenchPortal) => Promise<T>,
  more: Pick<BenchPortalOptions, 'jenkins' | 'isDescribed'> = {},
): Promise<T> {
  const portal = await step(titles[by], signal, () =>
    BenchPortal.start(
      stack,
      { services, clusterUrl: cluster.url, by, ...more },
      signal,
    ),
  );
  try {
    return await measure(portal);
  } finally {
    await portal.stop();
  }
}

async function throwAway(stack: Stack): Promise<void> {
  await stop(stack);
  for (const folder of ['clusters', 'db']) {
    rmSync(path.join(stack.dir, folder), { recursive: true, force: true });
  }
}
