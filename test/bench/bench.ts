import { rmSync } from 'node:fs';
import path from 'node:path';
import { checkPrerequisites } from '../dev/prerequisites.ts';
import { alone } from '../dev/lock.ts';
import { stackOf } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';
import { checkPorts } from '../dev/start.ts';
import { stop } from '../dev/stop.ts';
import { BenchCluster } from './BenchCluster.ts';
import { BenchPortal } from './BenchPortal.ts';
import type { BenchPortalOptions } from './BenchPortal.ts';
import { step } from './step.ts';

/** What is measured on: a stack of its own, which is empty before and gone after. */
export interface Bench {
  stack: Stack;
  cluster: BenchCluster;
  services: number;
  signal: AbortSignal;
}

/** Measures on a cluster with services that have no pods yet, and room for so many. */
export async function onBench<T>(
  root: string,
  size: { services: number; pods: number },
  signal: AbortSignal,
  measure: (bench: Bench) => Promise<T>,
): Promise<T> {
  checkPrerequisites({ clusters: true });
  const stack = stackOf(root, { ...process.env, FAIRWAY_STACK: 'bench' });
  return alone(stack, 'test', async () => {
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

/** Measures a portal with Fairway, or one whose only view of the cluster is the stock Kubernetes plugin. */
export async function onPortal<T>(
  { stack, cluster, services, signal }: Bench,
  by: 'fairway' | 'stock',
  measure: (portal: BenchPortal) => Promise<T>,
  { jenkins }: Pick<BenchPortalOptions, 'jenkins'> = {},
): Promise<T> {
  const isFairwayOn = by === 'fairway';
  const title = isFairwayOn
    ? 'Portal with Fairway'
    : 'Portal with the stock plugin alone';
  const portal = await step(title, signal, () =>
    BenchPortal.start(
      stack,
      { services, clusterUrl: cluster.url, isFairwayOn, jenkins },
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
