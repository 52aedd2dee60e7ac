import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchPortal } from './BenchPortal.ts';
import { Child } from './Child.ts';

/** Longer than the portal keeps the topics of viewers who may reconnect. */
const RELEASED_MS = 75_000;

/** Heap of the portal's server after garbage collection, and its memory. */
export interface MemoryFigures {
  viewers: number;
  /** Heap in MB before the viewers join, while they view, and after they have left */
  heapMb: { before: number; during: number; after: number };
  /** Memory of the process in MB at the same times, with garbage not yet collected */
  rssMb: { before: number; during: number; after: number };
}

/** Measures the memory that viewers take and that the portal releases after them. */
export async function measureMemory(options: {
  portal: BenchPortal;
  topics: string[];
  signal: AbortSignal;
}): Promise<MemoryFigures> {
  const { portal, topics, signal } = options;
  const memory = async () => {
    const heapBytes = await portal.inspector.heapBytes();
    const { rssMb } = await portal.inspector.usage();
    return {
      heapMb: Number((heapBytes / 1024 / 1024).toFixed(1)),
      rssMb: Math.round(rssMb),
    };
  };
  // Earlier viewers may still be remembered.
  await sleep(RELEASED_MS, undefined, { signal });
  const before = await memory();
  const token = await portal.token();
  const viewers = Child.start('viewers.ts', { signal });
  try {
    const { address } = portal;
    await viewers.ask({ portal: address, token, by: 'fairway', topics });
    const during = await memory();
    await viewers.stop();
    await sleep(RELEASED_MS, undefined, { signal });
    const after = await memory();
    return {
      viewers: topics.length,
      heapMb: {
        before: before.heapMb,
        during: during.heapMb,
        after: after.heapMb,
      },
      rssMb: { before: before.rssMb, during: during.rssMb, after: after.rssMb },
    };
  } finally {
    await viewers.stop();
  }
}
