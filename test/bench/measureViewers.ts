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

/** A little above 50, so that as many arrive. */
const CHANGES_PER_SECOND = 60;
/** For changes to reach who polls every ten seconds and waits for the answer. */
const LATE_MS = 40_000;

/** What viewers cost, and how soon they see what happens. */
export interface ViewerFigures {
  viewers: number;
  /** Of pods, as the API server told them */
  podChangesPerSecond: number;
  /** From the API server's watch event to the parsed answer at the viewer */
  eventToViewerMs: Percentiles;
  /** Changes times viewers who saw them */
  seen: number;
  /** Changes that a viewer was to see and did not */
  missed: number;
  /** Streams that ended, and were opened again */
  streamsEnded: number;
  /** A minute, more than without viewers; without renewals of watches */
  apiRequestsPerExtraViewer: number;
  /** To the API server */
  requestsPerMinute: number;
  /** From the API server, as they were on the wire */
  bytesPerMinute: number;
  /** Of the portal's server, at most */
  rssMb: number;
  /** Of the portal's server, after garbage collection: more with the pods than without */
  heapBytesPerPod: number;
  /** Of the portal's server, in the time measured */
  cpuSeconds: number;
}

/** Measures a portal while so many look at it and pods change. */
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
    const alone = perMinute(await traffic(), Date.now());
    await sleep((seconds * 1_000) / 2, undefined, { signal });
    const idle = alone(await traffic());

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

/** Lets so many look once, so that what a portal loads at the first time is loaded. */
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
  // Without it, a little below nothing is -0.
  return Number(value.toFixed(digits)) + 0;
}
