import type { ClusterCache } from '../cluster/ClusterCache';
import { describeHappenings, describeScaling } from './describeHappenings';
import type { HappeningEntry, RecordedHappening } from './recordedHappening';
import { claimsOf } from './recordedRelease';

/** What was told last of a workload. */
interface Told {
  desired: number;
  /** Each as text, by its id */
  happenings: Map<string, string>;
}

/** Looks at one cluster's workloads and tells what is new of what happened to them. */
export class HappeningWatch {
  readonly #cluster: string;
  readonly #cache: ClusterCache;
  readonly #now: () => number;
  readonly #told = new Map<string, Told>();

  static create(options: {
    cluster: string;
    cache: ClusterCache;
    now: () => number;
  }): HappeningWatch {
    return new HappeningWatch(options);
  }

  private constructor(options: Parameters<typeof HappeningWatch.create>[0]) {
    this.#cluster = options.cluster;
    this.#cache = options.cache;
    this.#now = options.now;
  }

  /** What is new; nothing for a workload that is gone. */
  look(workloadUid: string): HappeningEntry[] {
    const workload = this.#cache.workload(workloadUid);
    const told = this.#told.get(workloadUid);
    if (!workload) {
      this.#told.delete(workloadUid);
      return [];
    }
    const scene = this.#cache.scene(workload);
    const happenings = describeHappenings(scene, this.#cluster);
    const texts = new Map(happenings.map(h => [h.id, JSON.stringify(h)]));
    const { desired } = workload;
    this.#told.set(workloadUid, { desired, happenings: texts });
    const isNew = ({ id }: RecordedHappening) =>
      told?.happenings.get(id) !== texts.get(id);
    // A DaemonSet is scaled by the nodes that there are.
    const isScaled =
      told && told.desired !== desired && workload.kind !== 'DaemonSet';
    const now = new Date(this.#now()).toISOString();
    const news = [
      ...happenings.filter(isNew),
      ...(isScaled
        ? [describeScaling(this.#cluster, scene, told.desired, now)]
        : []),
    ];
    const claims = claimsOf(workload);
    return news.map(happening => ({ happening, claims }));
  }
}
