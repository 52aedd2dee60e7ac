import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../dev/waitFor.ts';
import type { BenchCluster } from './BenchCluster.ts';
import type { BenchPortal } from './BenchPortal.ts';
import { Child } from './Child.ts';
import type { Traffic } from './countingProxy.ts';
import { percentiles, waits } from './latencies.ts';
import type { Change, Percentiles, Waits } from './latencies.ts';
import { FLEET } from './PodChanges.ts';
import type { PodChanges } from './PodChanges.ts';
import type { Seen, Viewing } from './viewers.ts';

/** Slightly above 50, so that 50 arrive. */
const CHANGES_PER_SECOND = 60;
/** Time for changes to reach viewers that poll every ten seconds. */
const LATE_MS = 40_000;

/** Cost of viewers, and the time until they see changes. */
export interface ViewerFigures {
  viewers: number;
  /** Changes of pods per second in the API server's watch */
  podChangesPerSecond: number;
  /** Time from the API server's watch event to the parsed answer at the viewer */
  eventToViewerMs: Percentiles;
  /** Changes times viewers who received them */
  seen: number;
  /** Changes that did not reach a viewer */
  missed: number;
  /** Streams that ended and were opened again */
  streamsEnded: number;
  /** Requests per minute and viewer: with viewers minus without, without renewed watches */
  apiRequestsPerExtraViewer: number;
  /** Requests to the API server */
  requestsPerMinute: number;
  /** Bytes from the API server on the wire */
  bytesPerMinute: number;
  /** Highest memory of the portal's server */
  rssMb: number;
  /** Heap of the portal's server per pod after garbage collection: with the pods minus without */
  heapBytesPerPod: number;
  /** CPU time of the portal's server in the measured time */
  cpuSeconds: number;
}

/** Measures a portal with viewers while pods change. */
export async function measureViewers(options: {
  portal: BenchPortal;
  cluster: BenchCluster;
  changes: PodChanges;
  by: Viewing['by'];
  topics: string[];
  seconds: number;
  signal: AbortSignal;
}): Promise<Omit<ViewerFigures, 'heapBytesPerPod'>> {
  const { portal, cluster, changes, by, topics, seconds, signal } = options;
  const traffic = () => cluster.traffic();
  const token = await portal.token();
  const viewers = Child.start('viewers.ts', { signal });
  const running = await changes.start(CHANGES_PER_SECOND);
  try {
    const idleRate = perMinute(await traffic(), Date.now());
    await sleep((seconds * 1_000) / 2, undefined, { signal });
    const idle = idleRate(await traffic());

    const sinceJoined = perMinute(await traffic(), Date.now());
    await viewers.ask({ portal: portal.address, token, by, topics });
    const since = perMinute(await traffic(), Date.now());
    const from = Date.now();
    const before = await portal.inspector.usage();
    let rssMb = 0;
    for (let second = 0; second < seconds; second += 1) {
      await sleep(1_000, undefined, { signal });
      const usage = await portal.inspector.usage();
      rssMb = Math.max(rssMb, usage.rssMb);
    }
    const after = await portal.inspector.usage();
    const busy = since(await traffic());
    const joined = sinceJoined(await traffic());
    const to = Date.now();
    await running.stop();

    const isMeasured = ({ at }: Change) => at >= from && at < to;
    const result = await allWaits(viewers, running.changes, topics, isMeasured);
    const ofPods = running.changes.filter(
      change => isMeasured(change) && change.topic !== FLEET,
    );
    return {
      viewers: topics.length,
      podChangesPerSecond: round((ofPods.length * 1_000) / (to - from), 1),
      eventToViewerMs: percentiles(result.milliseconds),
      seen: result.milliseconds.length,
      missed: result.missed,
      streamsEnded: result.ended,
      apiRequestsPerExtraViewer: round(
        (asked(joined) - asked(idle)) / topics.length,
        1,
      ),
      requestsPerMinute: Math.round(busy.requests),
      bytesPerMinute: Math.round(busy.bytes),
      rssMb: Math.round(rssMb),
      cpuSeconds: round(after.cpuSeconds - before.cpuSeconds, 1),
    };
  } finally {
    running.close();
    await viewers.stop();
  }
}

/** Runs all viewers once, so that the portal has loaded everything. */
export async function lookOnce(
  portal: BenchPortal,
  by: Viewing['by'],
  topics: string[],
  signal: AbortSignal,
): Promise<void> {
  const viewers = Child.start('viewers.ts', { signal });
  try {
    const token = await portal.token();
    await viewers.ask({ portal: portal.address, token, by, topics });
  } finally {
    await viewers.stop();
  }
}

async function allWaits(
  viewers: Child,
  changes: Change[],
  topics: string[],
  isMeasured: (change: Change) => boolean,
): Promise<Waits & Pick<Seen, 'ended'>> {
  let result: Waits & Pick<Seen, 'ended'> = {
    milliseconds: [],
    missed: 0,
    ended: 0,
  };
  const end = Date.now() + LATE_MS;
  await waitFor(
    'all changes to be seen',
    async () => {
      const { sights, ended } = await viewers.ask<Seen>({});
      result = { ...waits(changes, sights, topics, isMeasured), ended };
      return result.missed === 0 || Date.now() > end;
    },
    { timeoutMs: 2 * LATE_MS },
  );
  return result;
}

function asked({ requests, renewals }: Traffic): number {
  return requests - renewals;
}

function perMinute(before: Traffic, from: number) {
  return ({ requests, renewals, bytes }: Traffic): Traffic => {
    const minutes = (Date.now() - from) / 60_000;
    return {
      requests: (requests - before.requests) / minutes,
      renewals: (renewals - before.renewals) / minutes,
      bytes: (bytes - before.bytes) / minutes,
    };
  };
}

function round(value: number, digits: number): number {
  // Avoids -0.
  return Number(value.toFixed(digits)) + 0;
}
