import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Backoff } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterCaches, ClusterChange } from '../kubernetes';
import { environmentOf } from '../config';
import type { EnvironmentConfig } from '../config';
import { Wakeup } from '../Wakeup';
import { Backlog } from './Backlog';
import type { Waiting } from './Backlog';
import { reconcileReleases } from './reconcileReleases';
import { ReleaseWatcher } from './ReleaseWatcher';
import type { ReleaseStore } from './ReleaseStore';
import { describeRollout } from './toTimelineEvents';
import { TimelineWatcher } from './TimelineWatcher';
import type { ReleaseEntry } from './recordedRelease';
import { mergeReleaseLists } from './PendingReleases';
import type { TimelineStore } from './TimelineStore';

/** What changes within this time is looked at in one go. */
const COALESCE_MS = 250;

/** What a recorder needs. */
export interface HistoryRecorderOptions {
  clusters: ClusterCaches;
  environments: EnvironmentConfig[];
  releases: ReleaseStore;
  timeline: TimelineStore;
  clock: Clock;
  /** ISO time; what began before it would be forgotten again at once */
  keptSince: () => string;
  logger: LoggerService;
}

/**
 * Records every rollout that the clusters tell of, and what happens to
 * workloads besides. Looking and recording go on apart from each other: while the
 * database is away, what is seen waits, within bounds for each workload.
 */
export class HistoryRecorder {
  readonly #options: HistoryRecorderOptions;
  readonly #watches = new Map<string, ReleaseWatcher>();
  readonly #happeningWatches = new Map<string, TimelineWatcher>();
  readonly #backlog = new Backlog();
  /** Uids of workloads to look at, by cluster */
  #changed = new Map<string, Set<string> | 'all'>();
  /** ClusterCaches whose unfinished releases may be of workloads that are gone */
  readonly #unswept = new Map<string, { since: string; isDue: boolean }>();
  readonly #changes = new Wakeup();
  readonly #news = new Wakeup();
  readonly #stopped = new AbortController();
  #unsubscribe = () => {};
  #running: Promise<unknown> = Promise.resolve();
  readonly #backoff = Backoff.create({ minMs: 500, maxMs: 30_000 });
  #isFailing = false;

  static create(options: HistoryRecorderOptions): HistoryRecorder {
    return new HistoryRecorder(options);
  }

  private constructor(options: HistoryRecorderOptions) {
    this.#options = options;
    const { now } = options.clock;
    for (const [cluster, cache] of options.clusters.all()) {
      this.#watches.set(
        cluster,
        ReleaseWatcher.create({ cluster, cache, now }),
      );
      this.#happeningWatches.set(
        cluster,
        TimelineWatcher.create({ cluster, cache, now }),
      );
      this.#changed.set(cluster, 'all');
    }
  }

  /** Begins to look and to record. */
  start(): void {
    this.#unsubscribe = this.#options.clusters.subscribe(change => {
      this.#note(change);
      this.#changes.call();
    });
    this.#changes.call();
    this.#running = Promise.all([this.#lookOn(), this.#recordOn()]);
  }

  /** Resolves when nothing is under way; what still waits is seen anew at the next start. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stopped.abort();
    await this.#running;
  }

  /** The number of workloads that wait to be recorded. */
  waiting(): number {
    return this.#backlog.size;
  }

  #note(change: ClusterChange): void {
    // Kubernetes keeps the last runs itself.
    if (change.type === 'jobs') return;
    const { cluster } = change;
    const watch = this.#watches.get(cluster);
    if (change.type === 'all') {
      // At once, or a cluster that was away for a moment would go unnoticed.
      watch?.since();
      this.#changed.set(cluster, 'all');
      return;
    }
    const { uid } = change.workload;
    const changed = this.#changed.get(cluster) ?? new Set();
    if (changed === 'all') return;
    if (watch?.isUrgent(uid)) {
      this.#look(cluster, new Set([uid]));
      this.#news.call();
    } else {
      this.#changed.set(cluster, changed.add(uid));
    }
  }

  async #lookOn(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#changes.wait(signal);
      const changed = this.#changed;
      this.#changed = new Map();
      changed.forEach((uids, cluster) => this.#look(cluster, uids));
      this.#news.call();
      await this.#options.clock.delay(COALESCE_MS, signal);
    }
  }

  #look(cluster: string, changed: Set<string> | 'all'): void {
    const watch = this.#watches.get(cluster);
    const since = watch?.since();
    // Once it is synced again, all of it counts as changed.
    if (!watch || since === undefined) return;
    if (this.#unswept.get(cluster)?.since !== since) {
      this.#unswept.set(cluster, { since, isDue: true });
    }
    for (const workloadUid of changed === 'all' ? watch.workloads() : changed) {
      try {
        const sighting = watch.look(workloadUid);
        const happened =
          this.#happeningWatches.get(cluster)?.look(workloadUid) ?? [];
        if (sighting || happened.length) {
          this.#backlog.add({ cluster, workloadUid, sighting, happened });
        }
      } catch (error) {
        // One that nobody understands must not end the record of all others.
        this.#options.logger.error(
          `Left out the releases of workload ${workloadUid} of cluster '${cluster}': ${stringifyError(error)}`,
        );
      }
    }
  }

  async #recordOn(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#news.wait(signal);
      let isDone = false;
      while (!isDone && !signal.aborted) {
        isDone = await this.#attempt(() => this.#recordNext());
      }
    }
  }

  /** Whether nothing is left to record. */
  async #recordNext(): Promise<boolean> {
    const item = this.#backlog.take();
    if (!item) return this.#sweepNext();
    try {
      await this.#record(item);
    } catch (error) {
      this.#backlog.putBack(item);
      throw error;
    }
    return false;
  }

  async #record(item: Waiting): Promise<void> {
    const { releases, timeline, keptSince } = this.#options;
    const oldest = keptSince();
    const entries = (await this.#reconcile(item)).filter(
      ({ release: { startedAt, outcome } }) =>
        startedAt >= oldest || outcome.state === 'in-progress',
    );
    // Releases last: once they are recorded, they are no news to the timeline.
    await timeline.record([
      ...entries.map(entry => ({
        event: describeRollout(entry.release),
        claims: entry.claims,
      })),
      ...(item.happened ?? []).filter(({ event }) => event.lastAt >= oldest),
    ]);
    await releases.record(entries);
  }

  async #reconcile({
    cluster,
    workloadUid,
    sighting,
  }: Waiting): Promise<ReleaseEntry[]> {
    if (!sighting) return [];
    const remembered = sighting.isFirst
      ? (this.#watches.get(cluster)?.remembered(workloadUid) ?? [])
      : [];
    return reconcileReleases({
      ...sighting,
      seen: mergeReleaseLists(remembered, sighting.releases),
      known: await this.#options.releases.latest({ cluster, uid: workloadUid }),
    });
  }

  async #sweepNext(): Promise<boolean> {
    const next = [...this.#unswept].find(([, { isDue }]) => isDue);
    if (!next) return true;
    const [cluster, { since }] = next;
    const watch = this.#watches.get(cluster);
    for (const entry of await this.#options.releases.unfinished(cluster)) {
      const { namespace, workload } = entry.release;
      // What no environment names is not watched: then nobody knows.
      const sighting = this.#isWatched(cluster, namespace)
        ? watch?.gone(entry)
        : undefined;
      if (sighting) {
        this.#backlog.add({
          cluster,
          workloadUid: workload.uid,
          sighting,
          happened: [],
        });
      }
    }
    this.#unswept.set(cluster, { since, isDue: false });
    return false;
  }

  #isWatched(cluster: string, namespace: string): boolean {
    const { environments } = this.#options;
    return environmentOf(environments, { cluster, namespace }) !== undefined;
  }

  /** What the work gives; after a failure false, and a pause that grows. */
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
          `Releases cannot be recorded; ${this.waiting()} workloads wait until they can: ${stringifyError(error)}`,
        );
      }
      this.#isFailing = true;
      await clock.delay(this.#backoff.next(), this.#stopped.signal);
      return false;
    }
  }
}
