import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Backoff } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterCaches, ClusterChange } from '../kubernetes';
import { environmentOf } from '../config';
import type { EnvironmentConfig } from '../config';
import { Wakeup } from '../Wakeup';
import { RecordingQueue } from './RecordingQueue';
import type { QueuedWorkload } from './RecordingQueue';
import { reconcileReleases } from './reconcileReleases';
import { ReleaseWatcher } from './ReleaseWatcher';
import type { ReleaseStore } from './ReleaseStore';
import { describeRollout } from './toTimelineEvents';
import { TimelineWatcher } from './TimelineWatcher';
import type { ReleaseEntry } from './recordedRelease';
import { mergeReleaseLists } from './PendingReleases';
import type { TimelineStore } from './TimelineStore';

/** Changes within this time are observed together. */
const COALESCE_MS = 250;
/** Workloads that are recorded in one transaction: after a start, all of them wait. */
const BATCH = 50;

/** Options of a {@link HistoryRecorder}. */
export interface HistoryRecorderOptions {
  clusters: ClusterCaches;
  environments: EnvironmentConfig[];
  releases: ReleaseStore;
  timeline: TimelineStore;
  clock: Clock;
  /** ISO time; older records are deleted, so they are not recorded */
  keptSince: () => string;
  logger: LoggerService;
}

/**
 * Records rollouts and timeline events of all clusters. Observing and recording
 * are separate loops: while the database is unavailable, observations wait in a
 * queue of limited size per workload.
 */
export class HistoryRecorder {
  readonly #options: HistoryRecorderOptions;
  readonly #releaseWatchers = new Map<string, ReleaseWatcher>();
  readonly #timelineWatchers = new Map<string, TimelineWatcher>();
  readonly #queue = new RecordingQueue();
  /** UIDs of workloads to observe, by cluster */
  #changed = new Map<string, Set<string> | 'all'>();
  /** Clusters whose unfinished releases are checked for deleted workloads, once per sync */
  readonly #deletionChecks = new Map<
    string,
    { watchedSince: string; isDue: boolean }
  >();
  readonly #changes = new Wakeup();
  readonly #observations = new Wakeup();
  readonly #stopped = new AbortController();
  #unsubscribe = () => {};
  #running: Promise<unknown> = Promise.resolve();
  readonly #backoff = Backoff.create({ minMs: 500, maxMs: 30_000 });
  #isFailing = false;
  /** Workloads to record each in a transaction of its own, after a failure of several */
  #oneByOne = 0;

  static create(options: HistoryRecorderOptions): HistoryRecorder {
    return new HistoryRecorder(options);
  }

  private constructor(options: HistoryRecorderOptions) {
    this.#options = options;
    const { now } = options.clock;
    for (const [cluster, cache] of options.clusters.all()) {
      this.#releaseWatchers.set(
        cluster,
        ReleaseWatcher.create({ cluster, cache, now }),
      );
      this.#timelineWatchers.set(
        cluster,
        TimelineWatcher.create({ cluster, cache, now }),
      );
      this.#changed.set(cluster, 'all');
    }
  }

  /** Starts to observe and to record. */
  start(): void {
    this.#unsubscribe = this.#options.clusters.subscribe(change => {
      this.#onChange(change);
      this.#changes.call();
    });
    this.#changes.call();
    this.#running = Promise.all([this.#observeLoop(), this.#recordLoop()]);
  }

  /** Resolves when both loops have ended. Queued observations are made again at the next start. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stopped.abort();
    await this.#running;
  }

  /** Number of workloads that wait to be recorded. */
  waiting(): number {
    return this.#queue.size;
  }

  #onChange(change: ClusterChange): void {
    // Jobs are not recorded: Kubernetes keeps their latest runs.
    if (change.type === 'jobs') return;
    const { cluster } = change;
    const watcher = this.#releaseWatchers.get(cluster);
    if (change.type === 'all') {
      // Checked immediately, so that a short interruption is not missed.
      watcher?.checkSync();
      this.#changed.set(cluster, 'all');
      return;
    }
    const { uid } = change.workload;
    const changed = this.#changed.get(cluster) ?? new Set();
    if (changed === 'all') return;
    if (watcher?.isUrgent(uid)) {
      this.#observe(cluster, new Set([uid]));
      this.#observations.call();
    } else {
      this.#changed.set(cluster, changed.add(uid));
    }
  }

  async #observeLoop(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#changes.wait(signal);
      const changed = this.#changed;
      this.#changed = new Map();
      changed.forEach((uids, cluster) => this.#observe(cluster, uids));
      this.#observations.call();
      await this.#options.clock.delay(COALESCE_MS, signal);
    }
  }

  #observe(cluster: string, changed: Set<string> | 'all'): void {
    const watcher = this.#releaseWatchers.get(cluster);
    const watchedSince = watcher?.checkSync();
    // All workloads count as changed when the cluster is synced again.
    if (!watcher || watchedSince === undefined) return;
    if (this.#deletionChecks.get(cluster)?.watchedSince !== watchedSince) {
      this.#deletionChecks.set(cluster, { watchedSince, isDue: true });
    }
    const timeline = this.#timelineWatchers.get(cluster);
    // Also those that were deleted during an interruption, so that they are forgotten.
    const uids =
      changed === 'all'
        ? new Set([
            ...watcher.workloadUids(),
            ...(timeline?.observedUids() ?? []),
          ])
        : changed;
    for (const workloadUid of uids) {
      try {
        const releases = watcher.observe(workloadUid);
        const events = timeline?.observe(workloadUid) ?? [];
        if (releases || events.length) {
          this.#queue.add({ cluster, workloadUid, releases, events });
        }
      } catch (error) {
        // An unexpected state of one workload must not stop the recording of others.
        this.#options.logger.error(
          `Cannot record the releases of workload ${workloadUid} in cluster '${cluster}': ${stringifyError(error)}`,
        );
      }
    }
  }

  async #recordLoop(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#observations.wait(signal);
      let isDone = false;
      while (!isDone && !signal.aborted) {
        isDone = await this.#attempt(() => this.#recordNext());
      }
    }
  }

  /** Records the next workloads, or checks one cluster for deletions; returns true if nothing is left. */
  async #recordNext(): Promise<boolean> {
    const items = this.#queue.take(this.#oneByOne > 0 ? 1 : BATCH);
    if (!items.length) return this.#checkNextForDeletions();
    this.#oneByOne = Math.max(0, this.#oneByOne - items.length);
    try {
      await this.#record(items);
    } catch (error) {
      items.forEach(item => this.#queue.putBack(item));
      // One of them may be the cause, which must not hold up the others.
      if (items.length > 1) this.#oneByOne = this.#queue.size;
      throw error;
    }
    return false;
  }

  async #record(items: QueuedWorkload[]): Promise<void> {
    const { releases, timeline, keptSince } = this.#options;
    const oldest = keptSince();
    const entries: ReleaseEntry[] = [];
    for (const item of items) entries.push(...(await this.#reconcile(item)));
    const kept = entries.filter(
      ({ release: { startedAt, outcome } }) =>
        startedAt >= oldest || outcome.state === 'in-progress',
    );
    // Releases last: the timeline gets only rollouts whose release is not recorded.
    await timeline.record([
      ...kept.map(entry => ({
        record: describeRollout(entry.release),
        ownership: entry.ownership,
      })),
      ...items
        .flatMap(({ events }) => events)
        .filter(({ record }) => record.lastAt >= oldest),
    ]);
    await releases.record(kept);
  }

  async #reconcile({
    cluster,
    workloadUid,
    releases: pending,
  }: QueuedWorkload): Promise<ReleaseEntry[]> {
    if (!pending) return [];
    const watcher = this.#releaseWatchers.get(cluster);
    const inCluster = pending.isFirst
      ? (watcher?.releasesInCluster(workloadUid) ?? [])
      : [];
    return reconcileReleases({
      observed: mergeReleaseLists(inCluster, pending.releases),
      ownership: pending.ownership,
      watchedSince: pending.watchedSince,
      known: await this.#options.releases.latest({ cluster, uid: workloadUid }),
    });
  }

  async #checkNextForDeletions(): Promise<boolean> {
    const next = [...this.#deletionChecks].find(([, { isDue }]) => isDue);
    if (!next) return true;
    const [cluster, { watchedSince }] = next;
    const watcher = this.#releaseWatchers.get(cluster);
    for (const entry of await this.#options.releases.unfinished(cluster)) {
      const { namespace, workload } = entry.release;
      // Outside all environments, a workload that is not in the cache may still exist.
      const releases = this.#isWatched(cluster, namespace)
        ? watcher?.observeDeletion(entry)
        : undefined;
      if (releases) {
        this.#queue.add({
          cluster,
          workloadUid: workload.uid,
          releases,
          events: [],
        });
      }
    }
    this.#deletionChecks.set(cluster, { watchedSince, isDue: false });
    return false;
  }

  #isWatched(cluster: string, namespace: string): boolean {
    const { environments } = this.#options;
    return environmentOf(environments, { cluster, namespace }) !== undefined;
  }

  /** Returns the result of the work; after a failure, waits and returns false. */
  async #attempt(work: () => Promise<boolean>): Promise<boolean> {
    const { clock, logger } = this.#options;
    try {
      const result = await work();
      if (this.#isFailing) logger.info('Releases are recorded again');
      this.#isFailing = false;
      this.#backoff.reset();
      return result;
    } catch (error) {
      if (!this.#isFailing) {
        logger.warn(
          `Cannot record releases. ${this.waiting()} workloads wait until the database is available: ${stringifyError(error)}`,
        );
      }
      this.#isFailing = true;
      await clock.delay(this.#backoff.next(), this.#stopped.signal);
      return false;
    }
  }
}
