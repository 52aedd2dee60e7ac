import { mergeTimelineEvents } from './recordedTimelineEvent';
import type { TimelineEventEntry } from './recordedTimelineEvent';
import { mergePendingReleases } from './PendingReleases';
import type { PendingReleases } from './PendingReleases';

/** Maximum number of events of one workload that wait to be recorded. */
const MAX_EVENTS = 200;

/** Observations of one workload that wait to be recorded. */
export interface QueuedWorkload {
  cluster: string;
  workloadUid: string;
  /** Its new releases, if there are any */
  releases?: PendingReleases;
  /** Its new events besides rollouts */
  events: TimelineEventEntry[];
}

/** Workloads that wait to be recorded, each once, in the order of arrival. */
export class RecordingQueue {
  readonly #waiting = new Map<string, QueuedWorkload>();

  get size(): number {
    return this.#waiting.size;
  }

  /** Adds a workload, or merges it into the one that already waits. */
  add(item: QueuedWorkload): void {
    const key = keyOf(item);
    const earlier = this.#waiting.get(key);
    this.#waiting.set(key, earlier ? merge(earlier, item) : item);
  }

  /** Removes and returns the workloads that have waited longest, at most `most`. */
  take(most: number): QueuedWorkload[] {
    const taken: QueuedWorkload[] = [];
    for (const [key, item] of this.#waiting) {
      if (taken.length === most) break;
      this.#waiting.delete(key);
      taken.push(item);
    }
    return taken;
  }

  /** Returns a workload to the end of the queue. What was added since then is later. */
  putBack(item: QueuedWorkload): void {
    const key = keyOf(item);
    const later = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#waiting.set(key, later ? merge(item, later) : item);
  }
}

function merge(earlier: QueuedWorkload, later: QueuedWorkload): QueuedWorkload {
  return {
    ...earlier,
    releases:
      earlier.releases && later.releases
        ? mergePendingReleases(earlier.releases, later.releases)
        : (later.releases ?? earlier.releases),
    events: mergeEvents(earlier.events, later.events),
  };
}

function mergeEvents(
  earlier: TimelineEventEntry[],
  later: TimelineEventEntry[],
): TimelineEventEntry[] {
  const byId = new Map(earlier.map(entry => [entry.record.id, entry]));
  for (const { record, ownership } of later) {
    const known = byId.get(record.id)?.record;
    byId.set(record.id, {
      ownership,
      record: known ? mergeTimelineEvents(known, record) : record,
    });
  }
  return [...byId.values()].slice(-MAX_EVENTS);
}

function keyOf({ cluster, workloadUid }: QueuedWorkload): string {
  return `${cluster}/${workloadUid}`;
}
