import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EngineObject,
  RolloutEngine,
} from '@fairway/backstage-plugin-delivery-node';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { matchesNamespace } from '../../config/readDeliveryConfig';
import type { EnvironmentConfig } from '../../config/readDeliveryConfig';
import { contextKinds } from '../projection/contextKinds';
import { jobKinds } from '../projection/jobKinds';
import {
  projectEngineObject,
  projectEngineWorkload,
} from '../projection/engineWorkloads';
import type { DeliveryRecord } from '../projection/records';
import { watchedKinds } from '../projection/watchedKinds';
import { ClusterCache } from './ClusterCache';
import type { CacheChange } from './ClusterCache';
import { Reflector } from './Reflector';
import type { ReflectorObserver, ReflectorOptions } from './Reflector';

/** A change in one cluster's cache. */
export type ClusterChange = CacheChange & { cluster: string };

/** Hears what the reflectors do, for metrics. */
export type ClusterObserver = (
  cluster: string,
  resource: string,
) => ReflectorObserver;

/**
 * The caches of all clusters that an environment names, each kept by its own
 * reflectors, so that one cluster's trouble is its own.
 */
export class ClusterCaches {
  readonly #caches = new Map<string, ClusterCache>();
  readonly #reflectors: { run(signal: AbortSignal): Promise<void> }[] = [];
  readonly #listeners = new Set<(change: ClusterChange) => void>();
  readonly #stopped = new AbortController();
  #running: Promise<void>[] = [];

  static create(options: {
    access: ClusterAccess;
    environments: EnvironmentConfig[];
    engines: RolloutEngine[];
    observer: ClusterObserver;
    clock: Clock;
    random: () => number;
    logger: LoggerService;
  }): ClusterCaches {
    return new ClusterCaches(options);
  }

  private constructor(options: Parameters<typeof ClusterCaches.create>[0]) {
    const { environments, observer, clock } = options;
    for (const cluster of new Set(environments.map(e => e.cluster))) {
      const own = environments.filter(e => e.cluster === cluster);
      const cache = ClusterCache.create({
        accepts: namespace => own.some(e => matchesNamespace(e, namespace)),
        onChange: change =>
          this.#listeners.forEach(listen => listen({ ...change, cluster })),
        now: clock.now,
      });
      this.#caches.set(cluster, cache);
      const shared = (resource: string) => ({
        ...options,
        cluster,
        observer: observer(cluster, resource),
      });
      for (const { kind, ...watched } of watchedKinds) {
        this.#reflectors.push(
          Reflector.create({
            ...shared(watched.resource),
            ...watched,
            target: cache.target(kind),
          }),
        );
      }
      for (const { kind, ...watched } of contextKinds) {
        this.#reflectors.push(
          Reflector.create({
            ...shared(watched.resource),
            ...watched,
            target: cache.context.target(kind),
          }),
        );
      }
      for (const { kind, ...watched } of jobKinds) {
        this.#reflectors.push(
          Reflector.create({
            ...shared(watched.resource),
            ...watched,
            target: cache.jobs.target(kind),
          }),
        );
      }
      for (const engine of options.engines) {
        this.#reflectEngine(engine, cache, shared);
      }
    }
  }

  #reflectEngine(
    engine: RolloutEngine,
    cache: ClusterCache,
    shared: (
      resource: string,
    ) => Pick<
      ReflectorOptions<EngineObject>,
      'access' | 'cluster' | 'observer' | 'clock' | 'random' | 'logger'
    >,
  ): void {
    for (const kind of engine.workloads) {
      const { resource, path } = kind;
      const target = cache.target(kind.kind);
      this.#reflectors.push(
        Reflector.create<DeliveryRecord>({
          ...shared(resource),
          resource,
          path,
          isOptional: true,
          project: object => projectEngineWorkload(engine.name, kind, object),
          target: {
            ...target,
            setSync: sync => cache.engines.setWorkloadSync(resource, sync),
          },
        }),
      );
    }
    for (const context of engine.context) {
      const { kind, resource, path } = context;
      this.#reflectors.push(
        Reflector.create<EngineObject>({
          ...shared(resource),
          resource,
          path,
          isOptional: true,
          project: object => projectEngineObject(context, object),
          target: cache.engines.target(kind, resource),
        }),
      );
    }
  }

  /** Begins to watch. */
  start(): void {
    this.#running = this.#reflectors.map(r => r.run(this.#stopped.signal));
  }

  /** Ends every watch, and resolves when none is left. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running);
  }

  /** @throws Error for a cluster that no environment names */
  cache(cluster: string): ClusterCache {
    const cache = this.#caches.get(cluster);
    if (!cache)
      throw new Error(`No environment names the cluster '${cluster}'`);
    return cache;
  }

  /** The caches by the names of their clusters. */
  all(): ReadonlyMap<string, ClusterCache> {
    return this.#caches;
  }

  /** Resolves when every kind of every cluster was read once or found not to be readable. */
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

  /** Hears every change until the returned function is called. */
  subscribe(listener: (change: ClusterChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
