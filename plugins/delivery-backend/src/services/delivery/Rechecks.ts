import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterCache } from '../../kubernetes';

/** Caches of the clusters, to report a workload of one of them. */
interface Clusters {
  cache(cluster: string): Pick<ClusterCache, 'reportAgain'>;
}

/**
 * Reports workloads again when the grace time of one of their objects has ended: the
 * cluster reports no change then.
 */
export class Rechecks {
  readonly #clusters: Clusters;
  readonly #clock: Clock;
  readonly #dueAt = new Map<string, number>();
  readonly #stopped = new AbortController();

  static create(options: { clusters: Clusters; clock: Clock }): Rechecks {
    return new Rechecks(options);
  }

  private constructor(options: Parameters<typeof Rechecks.create>[0]) {
    this.#clusters = options.clusters;
    this.#clock = options.clock;
  }

  /** Reports a workload again at a time in milliseconds since 1970, or before. */
  schedule(cluster: string, uid: string, at: number): void {
    const key = JSON.stringify([cluster, uid]);
    const known = this.#dueAt.get(key);
    // The earlier report reads the workload, which schedules the later one.
    if (known !== undefined && known <= at) return;
    this.#dueAt.set(key, at);
    void this.#reportAt(cluster, uid, at);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #reportAt(cluster: string, uid: string, at: number): Promise<void> {
    const { signal } = this.#stopped;
    await this.#clock.delay(Math.max(at - this.#clock.now(), 0), signal);
    const key = JSON.stringify([cluster, uid]);
    if (signal.aborted || this.#dueAt.get(key) !== at) return;
    this.#dueAt.delete(key);
    this.#clusters.cache(cluster).reportAgain(uid);
  }
}
