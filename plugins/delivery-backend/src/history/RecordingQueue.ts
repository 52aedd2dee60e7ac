import { mergeTimelineEvents } from './recordedTimelineEvent';
import type { TimelineEventEntry } from './recordedTimelineEvent';
import { mergePendingReleases } from './PendingReleases';
import type { PendingReleases } from './PendingReleases';

/** The most events of one workload that wait to be recorded. */
const MOST = 200;

/** What was seen of one workload and waits to be recorded. */
export interface Waiting {
  cluster: string;
  workloadUid: string;
  /** Of its releases, where something is new of them */
  sighting?: PendingReleases;
  /** What happened besides */
  happened: TimelineEventEntry[];
}

/** What was seen and is not recorded yet: once a workload, first come first. */
export class Backlog {
  readonly #waiting = new Map<string, Waiting>();

  get size(): number {
    return this.#waiting.size;
  }

  add(item: Waiting): void {
    const key = keyOf(item);
    const earlier = this.#waiting.get(key);
    this.#waiting.set(key, earlier ? merge(earlier, item) : item);
  }

  /** Takes the one that waits longest. */
  take(): Waiting | undefined {
    for (const [key, item] of this.#waiting) {
      this.#waiting.delete(key);
      return item;
    }
    return undefined;
  }

  /** Returns what was taken, behind all others; what came since is later. */
  putBack(item: Waiting): void {
    const key = keyOf(item);
    const later = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#waiting.set(key, later ? merge(item, later) : item);
  }
}

function merge(earlier: Waiting, later: Waiting): Waiting {
  return {
    ...earlier,
    sighting:
      earlier.sighting && later.sighting
        ? mergePendingReleases(earlier.sighting, later.sighting)
        : (later.sighting ?? earlier.sighting),
    happened: mergeHappened(earlier.happened, later.happened),
  };
}

function mergeHappened(
  earlier: TimelineEventEntry[],
  later: TimelineEventEntry[],
): TimelineEventEntry[] {
  const byId = new Map(earlier.map(entry => [entry.event.id, entry]));
  for (const { event, claims } of later) {
    const known = byId.get(event.id)?.event;
    byId.set(event.id, {
      claims,
      event: known ? mergeTimelineEvents(known, event) : event,
    });
  }
  return [...byId.values()].slice(-MOST);
}

function keyOf({ cluster, workloadUid }: Waiting): string {
  return `${cluster}/${workloadUid}`;
}
