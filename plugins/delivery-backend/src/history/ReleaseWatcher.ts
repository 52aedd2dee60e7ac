import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { ReleaseOutcome } from '@fairway/backstage-plugin-delivery-common';
import { isDeployment } from '../kubernetes';
import type { ClusterCache, DeliveryRecord } from '../kubernetes';
import { describeReleases, isSettled, superseded } from './describeReleases';
import { ownershipLabelsOf } from './recordedRelease';
import type { RecordedRelease, ReleaseEntry } from './recordedRelease';
import { isComplete } from './releaseOutcome';
import type { PendingReleases } from './PendingReleases';

/** The kinds that releases are read from. */
const KINDS: DeliveryRecord['kind'][] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ControllerRevision',
  'Pod',
];

/**
 * Looks at one cluster's workloads and tells what is new of their releases. It
 * looks at the state as it is, not at events, so that it cannot miss one.
 */
export class ReleaseWatcher {
  readonly #cluster: string;
  readonly #cache: ClusterCache;
  readonly #now: () => number;
  readonly #lastSeen = new Map<string, ReleaseEntry>();
  #since: string | undefined;

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
   * ISO time since when no change of the cluster was missed; undefined while it
   * is not known as it is.
   */
  since(): string | undefined {
    if (!this.#cache.isSynced(KINDS)) {
      this.#since = undefined;
    } else if (this.#since === undefined) {
      this.#since = this.#isoNow();
      this.#lastSeen.clear();
    }
    return this.#since;
  }

  /** Uids of all workloads that there are, or were at the last look. */
  workloads(): Set<string> {
    const present = this.#cache.workloads();
    return new Set([...this.#lastSeen.keys(), ...present.map(w => w.uid)]);
  }

  /**
   * Whether a workload is to be looked at before it changes again: it may take
   * up its next revision in the moment after it completed.
   */
  isUrgent(workloadUid: string): boolean {
    const workload = this.#cache.workload(workloadUid);
    const last = this.#lastSeen.get(workloadUid)?.release;
    if (!workload || !last || !isSettled(workload)) return false;
    const isNext =
      isDeployment(workload) && workload.revision !== last.to.number;
    return (
      (isNext || last.outcome.state !== 'completed') && isComplete(workload)
    );
  }

  /** What is new of a workload; undefined when nothing is. */
  look(workloadUid: string): PendingReleases | undefined {
    const watchedSince = this.since();
    if (watchedSince === undefined) return undefined;
    const last = this.#lastSeen.get(workloadUid);
    const workload = this.#cache.workload(workloadUid);
    if (!workload) {
      this.#lastSeen.delete(workloadUid);
      return last && this.gone(last);
    }
    const releases = this.remembered(workloadUid);
    const release = releases.at(-1);
    if (!release) return undefined;
    const seen = { claims: ownershipLabelsOf(workload), release };
    if (last && isSame(last, seen)) return undefined;
    this.#lastSeen.set(workloadUid, seen);
    return {
      claims: seen.claims,
      releases: last ? since(last.release, releases) : [release],
      isFirst: !last,
      watchedSince,
    };
  }

  /** All that the cluster remembers of a workload's releases, oldest first. */
  remembered(workloadUid: string): RecordedRelease[] {
    const workload = this.#cache.workload(workloadUid);
    const watchedSince = this.since();
    if (!workload || watchedSince === undefined) return [];
    return describeReleases(this.#cache.tree(workload), {
      cluster: this.#cluster,
      watchedSince,
    });
  }

  /** What it means for a release that its workload is gone; undefined for nothing. */
  gone({ claims, release }: ReleaseEntry): PendingReleases | undefined {
    const watchedSince = this.since();
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
      // The start is by the cluster's clock, this by ours, which may be behind.
      endedAt: now > release.startedAt ? now : release.startedAt,
      ...releaseExplanation('workloadDeleted'),
    };
    return {
      claims,
      releases: [{ ...release, outcome }],
      isFirst: false,
      watchedSince,
    };
  }

  #isoNow(): string {
    return new Date(this.#now()).toISOString();
  }
}

/** The releases from the one that was seen last on. */
function since(
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
