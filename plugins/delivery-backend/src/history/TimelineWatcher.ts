import type { ClusterCache } from '../kubernetes';
import { toTimelineEvents, describeScaling } from './toTimelineEvents';
import type {
  TimelineEventEntry,
  RecordedTimelineEvent,
} from './recordedTimelineEvent';
import { ownershipLabelsOf } from './recordedRelease';

/** What was told last of a workload. */
interface Told {
  desired: number;
  /** Each as text, by its id */
  events: Map<string, string>;
}

/** Looks at one cluster's workloads and tells what is new of what happened to them. */
export class TimelineWatcher {
  readonly #cluster: string;
  readonly #cache: ClusterCache;
  readonly #now: () => number;
  readonly #told = new Map<string, Told>();

  static create(options: {
    cluster: string;
    cache: ClusterCache;
    now: () => number;
  }): TimelineWatcher {
    return new TimelineWatcher(options);
  }

  private constructor(options: Parameters<typeof TimelineWatcher.create>[0]) {
    this.#cluster = options.cluster;
    this.#cache = options.cache;
    this.#now = options.now;
  }

  /** What is new; nothing for a workload that is gone. */
  look(workloadUid: string): TimelineEventEntry[] {
    const workload = this.#cache.workload(workloadUid);
    const told = this.#told.get(workloadUid);
    if (!workload) {
      this.#told.delete(workloadUid);
      return [];
    }
    const snapshot = this.#cache.snapshot(workload);
    const events = toTimelineEvents(snapshot, this.#cluster);
    const texts = new Map(events.map(h => [h.id, JSON.stringify(h)]));
    const { desired } = workload;
    this.#told.set(workloadUid, { desired, events: texts });
    const isNew = ({ id }: RecordedTimelineEvent) =>
      told?.events.get(id) !== texts.get(id);
    // A DaemonSet is scaled by the nodes that there are.
    const isScaled =
      told && told.desired !== desired && workload.kind !== 'DaemonSet';
    const now = new Date(this.#now()).toISOString();
    const news = [
      ...events.filter(isNew),
      ...(isScaled
        ? [describeScaling(this.#cluster, snapshot, told.desired, now)]
        : []),
    ];
    const claims = ownershipLabelsOf(workload);
    return news.map(event => ({ event, claims }));
  }
}
