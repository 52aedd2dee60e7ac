import { onBench, onPortal } from './bench.ts';
import type { Bench } from './bench.ts';
import { measureMemory } from './measureMemory.ts';
import type { MemoryFigures } from './measureMemory.ts';
import { lookOnce, measureViewers } from './measureViewers.ts';
import type { ViewerFigures } from './measureViewers.ts';
import { FLEET, PodChanges } from './PodChanges.ts';
import { serviceNames } from './services.ts';
import { step } from './step.ts';

const SERVICES = 100;
const FLEET_VIEWERS = 20;
/** Number of viewers whose memory is measured. */
const MEMORY_VIEWERS = 1_000;

/** Cost of many viewers of a changing cluster, and the time until they see changes. */
export interface LiveFigures extends ViewerFigures {
  pods: number;
  services: number;
  /** Size of one pod in the API server's answer */
  podBytes: number;
  seconds: number;
  memory: MemoryFigures;
  stock: ViewerFigures;
}

/** Size of the benchmark. */
export interface LiveSize {
  pods: number;
  viewers: number;
  seconds: number;
}

/** Measures Fairway, then the stock Kubernetes plugin, on a separate real cluster. */
export function benchLive(
  root: string,
  size: LiveSize,
  signal: AbortSignal,
): Promise<LiveFigures> {
  const { pods, seconds } = size;
  const services = Math.min(SERVICES, Math.ceil(pods / 2));
  return onBench(root, { services, pods }, signal, async bench => {
    const { changes, figures, memory } = await measureFairway(bench, size);
    return {
      pods,
      services,
      podBytes: changes.podBytes,
      seconds,
      ...figures,
      memory,
      stock: await measureStock(bench, size, changes),
    };
  });
}

function measureFairway(
  bench: Bench,
  { pods, viewers, seconds }: LiveSize,
): Promise<{
  changes: PodChanges;
  figures: ViewerFigures;
  memory: MemoryFigures;
}> {
  const { cluster, services, signal } = bench;
  return onPortal(bench, 'fairway', async portal => {
    await portal.waitForFleet({ services, pods: 0 }, signal);
    const emptyHeap = await portal.inspector.heapBytes();
    await step(`${pods} pods`, signal, async onProgress => {
      await cluster.scale(pods, onProgress, signal);
      await portal.waitForFleet({ services, pods }, signal);
    });
    const heapBytes = (await portal.inspector.heapBytes()) - emptyHeap;
    const changes = await PodChanges.create(cluster.client);
    const figures = await step(`${viewers} viewers of Fairway`, signal, () =>
      measureViewers({
        portal,
        cluster,
        changes,
        by: 'fairway',
        topics: mixedTopics(viewers, services),
        seconds,
        signal,
      }),
    );
    const memory = await step(
      `Memory of ${MEMORY_VIEWERS} viewers who join and leave`,
      signal,
      () =>
        measureMemory({
          portal,
          topics: mixedTopics(MEMORY_VIEWERS, services),
          signal,
        }),
    );
    return {
      changes,
      figures: { ...figures, heapBytesPerPod: Math.round(heapBytes / pods) },
      memory,
    };
  });
}

function measureStock(
  bench: Bench,
  { pods, viewers, seconds }: LiveSize,
  changes: PodChanges,
): Promise<ViewerFigures> {
  const { cluster, services, signal } = bench;
  return onPortal(bench, 'stock', async portal => {
    // It has no page of many services, so each viewer has one service.
    const topics = topicsOf(viewers, services);
    await lookOnce(portal, 'stock', topics, signal);
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
  });
}

/** Some viewers of the fleet, and one service for each other one. */
function mixedTopics(viewers: number, services: number): string[] {
  const ofFleet = Math.min(FLEET_VIEWERS, Math.floor(viewers / 2));
  return [
    ...Array<string>(ofFleet).fill(FLEET),
    ...topicsOf(viewers - ofFleet, services),
  ];
}

/** One service for each viewer, in turn. */
function topicsOf(viewers: number, services: number): string[] {
  const names = serviceNames(services);
  return Array.from(
    { length: viewers },
    (_, viewer) => names[viewer % services],
  );
}
