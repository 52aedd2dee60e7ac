import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { ReleaseOutcome } from '@fairway/backstage-plugin-delivery-common';
import { isDeployment } from '../kubernetes';
import type { ClusterCache, DeliveryRecord } from '../kubernetes';
import { describeReleases, isObserved, superseded } from './describeReleases';
import { ownershipLabelsOf } from './recordedRelease';
import type { RecordedRelease, ReleaseEntry } from './recordedRelease';
import { isComplete } from './releaseOutcome';
import type { PendingReleases } from './PendingReleases';

/** Kinds that releases are read from. */
export const RELEASE_KINDS: DeliveryRecord['kind'][] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ControllerRevision',
  'Pod',
];

/**
 * Observes one cluster's workloads, and finds changes of their releases. It
 * compares states, not events, so that it cannot miss an event.
 */
export class ReleaseWatcher {
  readonly #cluster: string;
  readonly #cache: ClusterCache;
  readonly #now: () => number;
  readonly #observed = new Map<string, ReleaseEntry>();
  #watchedSince: string | undefined;

  static create(options: {
    cluster: string;
    cache: ClusterCache;
    now: () => number;
  }): ReleaseWatcher {
    return new ReleaseWatcher(options);
  }

  private constructor(options: Parameters<typeof ReleaseWatcher.create>[0]) {
    this.#cluster = options.cluster;
    this.#cache = options.cache;
    this.#now = options.now;
  }

  /**
   * Checks whether the cluster is synced. After an interruption, all workloads
   * count as not observed.
   *
   * @returns ISO time since which no change of the cluster has been missed;
   * undefined while the cluster is not synced
   */
  checkSync(): string | undefined {
    if (!this.#cache.isSynced(RELEASE_KINDS)) {
      this.#watchedSince = undefined;
    } else if (this.#watchedSince === undefined) {
      this.#watchedSince = this.#isoNow();
      this.#observed.clear();
    }
    return this.#watchedSince;
  }

  /** UIDs of all workloads in the cluster, and of those that were observed before. */
  workloadUids(): Set<string> {
    const present = this.#cache.workloads();
    return new Set([...this.#observed.keys(), ...present.map(w => w.uid)]);
  }

  /**
   * Whether a workload must be observed before its next change: it may start its
   * next rollout immediately after it has completed one.
   */
  isUrgent(workloadUid: string): boolean {
    const workload = this.#cache.workload(workloadUid);
    const last = this.#observed.get(workloadUid)?.release;
    if (!workload || !last || !isObserved(workload)) return false;
    const isNext =
      isDeployment(workload) && workload.revision !== last.to.number;
    return (
      (isNext || last.outcome.state !== 'completed') && isComplete(workload)
    );
  }

  /** New releases of a workload; undefined if there are none. */
  observe(workloadUid: string): PendingReleases | undefined {
    const watchedSince = this.checkSync();
    if (watchedSince === undefined) return undefined;
    const last = this.#observed.get(workloadUid);
    const workload = this.#cache.workload(workloadUid);
    if (!workload) {
      this.#observed.delete(workloadUid);
      return last && this.observeDeletion(last);
    }
    const releases = this.releasesInCluster(workloadUid);
    const release = releases.at(-1);
    if (!release) return undefined;
    const current = { ownership: ownershipLabelsOf(workload), release };
    if (last && isSame(last, current)) return undefined;
    this.#observed.set(workloadUid, current);
    return {
      ownership: current.ownership,
      releases: last ? releasesSince(last.release, releases) : [release],
      isFirst: !last,
      watchedSince,
    };
  }

  /** All releases of a workload whose revisions the cluster still has, oldest first. */
  releasesInCluster(workloadUid: string): RecordedRelease[] {
    const workload = this.#cache.workload(workloadUid);
    const watchedSince = this.checkSync();
    if (!workload || watchedSince === undefined) return [];
    return describeReleases(this.#cache.tree(workload), {
      cluster: this.#cluster,
      watchedSince,
    });
  }

  /** The end of an active release whose workload was deleted; undefined if it was not. */
  observeDeletion({
    ownership,
    release,
  }: ReleaseEntry): PendingReleases | undefined {
    const watchedSince = this.checkSync();
    if (
      watchedSince === undefined ||
      release.outcome.state !== 'in-progress' ||
      this.#cache.workload(release.workload.uid)
    ) {
      return undefined;
    }
    const now = this.#isoNow();
    const outcome: ReleaseOutcome = {
      state: 'failed',
      // The start is a time of the cluster; the portal's clock may be behind.
      endedAt: now > release.startedAt ? now : release.startedAt,
      ...releaseExplanation('workloadDeleted'),
    };
    return {
      ownership,
      releases: [{ ...release, outcome }],
      isFirst: false,
      watchedSince,
    };
  }

  #isoNow(): string {
    return new Date(this.#now()).toISOString();
  }
}

/** Releases from the last observed one on; it is superseded if it was active. */
function releasesSince(
  last: RecordedRelease,
  releases: RecordedRelease[],
): RecordedRelease[] {
  const [next, ...later] = releases.filter(
    ({ to }) => to.number > last.to.number,
  );
  if (!next) return releases.slice(-1);
  const isReplaced = last.outcome.state === 'in-progress';
  return [
    ...(isReplaced
      ? [
          {
            ...last,
            outcome: superseded({ ...next.to, startedAt: next.startedAt }),
          },
        ]
      : []),
    next,
    ...later,
  ];
}

function isSame(a: ReleaseEntry, b: ReleaseEntry): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
