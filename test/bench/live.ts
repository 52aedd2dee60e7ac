import type { Stack } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { BenchCluster } from './BenchCluster.ts';
import { BenchPortal } from './BenchPortal.ts';
import { onBenchStack } from './benchStack.ts';
import { lookOnce, measureViewers } from './measureViewers.ts';
import type { ViewerFigures } from './measureViewers.ts';
import { FLEET, PodChanges } from './PodChanges.ts';
import { serviceNames } from './services.ts';
import { step } from './step.ts';

const SERVICES = 100;
const FLEET_VIEWERS = 20;

/** What it costs that many look at a live cluster, and how soon they see what happens. */
export interface LiveFigures extends ViewerFigures {
  pods: number;
  services: number;
  /** Of one pod as the API server sends it */
  podBytes: number;
  seconds: number;
  stock: ViewerFigures;
}

/** How much is measured. */
export interface LiveSize {
  pods: number;
  viewers: number;
  seconds: number;
}

/** Measures Fairway, then the stock Kubernetes plugin, on one real cluster of their own. */
export function benchLive(
  root: string,
  size: LiveSize,
  signal: AbortSignal,
): Promise<LiveFigures> {
  const services = Math.min(SERVICES, Math.ceil(size.pods / 2));
  return onBenchStack(root, async stack => {
    const cluster = await step('A cluster', signal, onProgress =>
      BenchCluster.start(stack, { ...size, services }, onProgress, signal),
    );
    try {
      const options = { stack, cluster, services, size, signal };
      const { changes, figures } = await measureFairway(options);
      return {
        pods: size.pods,
        services,
        podBytes: changes.podBytes,
        seconds: size.seconds,
        ...figures,
        stock: await measureStock({ ...options, changes }),
      };
    } finally {
      await cluster.stop();
    }
  });
}

interface Options {
  stack: Stack;
  cluster: BenchCluster;
  services: number;
  size: LiveSize;
  signal: AbortSignal;
}

async function measureFairway({
  stack,
  cluster,
  services,
  size: { pods, viewers, seconds },
  signal,
}: Options): Promise<{ changes: PodChanges; figures: ViewerFigures }> {
  const portal = await step('Portal with Fairway', signal, () =>
    BenchPortal.start(
      stack,
      { services, clusterUrl: cluster.url, isFairwayOn: true },
      signal,
    ),
  );
  try {
    await portal.waitForFleet({ services, pods: 0 }, signal);
    const emptyHeap = await portal.inspector.heapBytes();
    await step(`${pods} pods`, signal, async onProgress => {
      await cluster.scale(pods, onProgress, signal);
      await portal.waitForFleet({ services, pods }, signal);
    });
    const heapBytes = (await portal.inspector.heapBytes()) - emptyHeap;
    const changes = await PodChanges.create(cluster.client);
    const ofFleet = Math.min(FLEET_VIEWERS, Math.floor(viewers / 2));
    const figures = await step(`${viewers} viewers of Fairway`, signal, () =>
      measureViewers({
        portal,
        cluster,
        changes,
        by: 'fairway',
        topics: [
          ...Array<string>(ofFleet).fill(FLEET),
          ...topicsOf(viewers - ofFleet, services),
        ],
        seconds,
        signal,
      }),
    );
    return {
      changes,
      figures: { ...figures, heapBytesPerPod: Math.round(heapBytes / pods) },
    };
  } finally {
    await portal.stop();
  }
}

async function measureStock({
  stack,
  cluster,
  services,
  size: { pods, viewers, seconds },
  changes,
  signal,
}: Options & { changes: PodChanges }): Promise<ViewerFigures> {
  const portal = await step('Portal with the stock plugin alone', signal, () =>
    BenchPortal.start(
      stack,
      { services, clusterUrl: cluster.url, isFairwayOn: false },
      signal,
    ),
  );
  try {
    // It has no page of many services, so all look at one each.
    const topics = topicsOf(viewers, services);
    await lookOnce(portal, 'stock', topics);
    const emptyHeap = await portal.inspector.heapBytes();
    const figures = await step(
      `${viewers} viewers of the stock plugin`,
      signal,
      () =>
        measureViewers({
          portal,
          cluster,
          changes,
          by: 'stock',
          topics,
          seconds,
          signal,
        }),
    );
    const heapBytes = (await portal.inspector.heapBytes()) - emptyHeap;
    return { ...figures, heapBytesPerPod: Math.round(heapBytes / pods) };
  } finally {
    await portal.stop();
  }
}

/** One service for each viewer, in turn. */
function topicsOf(viewers: number, services: number): string[] {
  const names = serviceNames(services);
  return Array.from(
    { length: viewers },
    (_, viewer) => names[viewer % services],
  );
}
