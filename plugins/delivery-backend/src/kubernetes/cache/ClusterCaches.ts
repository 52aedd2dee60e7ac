import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { RolloutEngine } from '@fairway/backstage-plugin-delivery-node';
import type { ClusterAccess } from '../access/ClusterAccess';
import type { StoredRecord } from '../kinds/WatchedKind';
import type { CacheChange } from '../model';
import { ClusterCache } from './ClusterCache';
import type { RecordStore } from './RecordStore';
import { Reflector } from './Reflector';
import type { ReflectorObserver } from './ReflectorTarget';

/** A change in the cache of one cluster. */
export type ClusterChange = CacheChange & { cluster: string };

/** Observes the reflectors of a cluster and resource, for metrics. */
export type ClusterObserver = (
  cluster: string,
  resource: string,
) => ReflectorObserver;

/** A cluster to watch. */
export interface WatchedCluster {
  name: string;
  /** Whether the objects of a namespace are kept */
  accepts(namespace: string): boolean;
}

/** Options of {@link ClusterCaches}. */
export interface ClusterCachesOptions {
  access: ClusterAccess;
  clusters: WatchedCluster[];
  engines: RolloutEngine[];
  observer: ClusterObserver;
  clock: Clock;
  /** Source of jitter, from 0 to 1 */
  random: () => number;
  logger: LoggerService;
}

/**
 * Caches of all watched clusters, each kept by its own reflectors, so that a
 * failure of one cluster does not affect the others.
 */
export class ClusterCaches {
  readonly #options: ClusterCachesOptions;
  readonly #caches = new Map<string, ClusterCache>();
  readonly #reflectors: { run(signal: AbortSignal): Promise<void> }[] = [];
  readonly #listeners = new Set<(change: ClusterChange) => void>();
  readonly #stopped = new AbortController();
  #running: Promise<void>[] = [];

  static create(options: ClusterCachesOptions): ClusterCaches {
    return new ClusterCaches(options);
  }

  private constructor(options: ClusterCachesOptions) {
    this.#options = options;
    for (const { name, accepts } of options.clusters) {
      const cache = ClusterCache.create({
        accepts,
        engines: options.engines,
        onChange: change =>
          this.#listeners.forEach(listen =>
            listen({ ...change, cluster: name }),
          ),
        now: options.clock.now,
      });
      this.#caches.set(name, cache);
      const { workloads, related, jobs, engineObjects } = cache.stores;
      this.#reflect(name, workloads);
      this.#reflect(name, related);
      this.#reflect(name, jobs);
      this.#reflect(name, engineObjects);
    }
  }

  #reflect<T extends StoredRecord>(
    cluster: string,
    store: RecordStore<T>,
  ): void {
    const { access, observer, clock, random, logger } = this.#options;
    for (const kind of store.kinds) {
      const { resource, path, isOptional } = kind;
      this.#reflectors.push(
        Reflector.create({
          access,
          cluster,
          resource,
          path,
          isOptional,
          project: object => kind.project(object),
          target: store.target(kind.kind),
          observer: observer(cluster, resource),
          clock,
          random,
          logger,
        }),
      );
    }
  }

  /** Starts to watch. */
  start(): void {
    this.#running = this.#reflectors.map(r => r.run(this.#stopped.signal));
  }

  /** Stops all watches, and resolves when they have ended. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running);
  }

  /** @throws Error for a cluster that is not watched */
  cache(cluster: string): ClusterCache {
    const cache = this.#caches.get(cluster);
    if (!cache) throw new Error(`Cluster '${cluster}' is not watched`);
    return cache;
  }

  /** Caches, by the name of the cluster. */
  all(): ReadonlyMap<string, ClusterCache> {
    return this.#caches;
  }

  /** Resolves when every required kind of every cluster was read once or found to be unreadable. */
  async firstRead(signal: AbortSignal): Promise<void> {
    const isDone = () =>
      [...this.#caches.values()].every(cache => cache.isSettled());
    if (isDone()) return;
    const read = new AbortController();
    const unsubscribe = this.subscribe(() => isDone() && read.abort());
    const either = AbortSignal.any([read.signal, signal]);
    await new Promise(resolve => {
      if (either.aborted) resolve(undefined);
      else either.addEventListener('abort', resolve);
    });
    unsubscribe();
  }

  /** Calls the listener for every change, until the returned function is called. */
  subscribe(listener: (change: ClusterChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
