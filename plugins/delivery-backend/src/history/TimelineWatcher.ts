import type { ClusterCache } from '../kubernetes';
import { toTimelineEvents, describeScaling } from './toTimelineEvents';
import type {
  TimelineEventEntry,
  RecordedTimelineEvent,
} from './recordedTimelineEvent';
import { ownershipLabelsOf } from './recordedRelease';

/** State of a workload at its latest observation. */
interface ObservedWorkload {
  desired: number;
  /** Events as JSON, by id */
  events: Map<string, string>;
}

/** Observes one cluster's workloads, and finds their new timeline events. */
export class TimelineWatcher {
  readonly #cluster: string;
  readonly #cache: ClusterCache;
  readonly #now: () => number;
  readonly #observed = new Map<string, ObservedWorkload>();

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

  /** UIDs of the workloads that were observed. */
  observedUids(): Iterable<string> {
    return this.#observed.keys();
  }

  /** Events since the latest observation of a workload; none for a deleted one. */
  observe(workloadUid: string): TimelineEventEntry[] {
    const workload = this.#cache.workload(workloadUid);
    const before = this.#observed.get(workloadUid);
    if (!workload) {
      this.#observed.delete(workloadUid);
      return [];
    }
    const snapshot = this.#cache.snapshot(workload);
    const events = toTimelineEvents(snapshot, this.#cluster);
    const texts = new Map(
      events.map(event => [event.id, JSON.stringify(event)]),
    );
    const { desired } = workload;
    this.#observed.set(workloadUid, { desired, events: texts });
    const isNew = ({ id }: RecordedTimelineEvent) =>
      before?.events.get(id) !== texts.get(id);
    // The number of nodes scales a DaemonSet.
    const isScaled =
      before && before.desired !== desired && workload.kind !== 'DaemonSet';
    const now = new Date(this.#now()).toISOString();
    const records = [
      ...events.filter(isNew),
      ...(isScaled
        ? [describeScaling(this.#cluster, snapshot, before.desired, now)]
        : []),
    ];
    const ownership = ownershipLabelsOf(workload);
    return records.map(record => ({ record, ownership }));
  }
}
