import { Coalescer } from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  WorkloadCluster,
  WorkloadsEvent,
} from '@fairway/backstage-plugin-delivery-common';
import type { ClusterCache, ClusterCaches } from '../../kubernetes';
import { environmentOf } from '../../config';
import type { EnvironmentConfig } from '../../config';
import type { Repositories } from '../../ownership';
import type { ServiceCatalog } from '../fleet/ServiceCatalog';
import { EventLog } from '../hub/EventLog';
import type { StreamMessage } from '../hub/EventLog';
import { deployedWorkload } from './deployedWorkload';

/** Longer than for pages, because a catalog follows this feed. */
const COALESCE_MS = 1_000;

/**
 * Streams the deployed workloads to other plugins: their identity, labels and
 * annotations, but not their state, which changes more often. Works only while
 * there are followers.
 */
export class WorkloadFeed {
  readonly #options: Parameters<typeof WorkloadFeed.create>[0];
  readonly #log: EventLog;
  readonly #stopped = new AbortController();
  readonly #unsubscribe: (() => void)[];
  /** Workloads as JSON, by UID */
  #texts = new Map<string, string>();
  #clusters = '[]';
  /** UIDs of changed workloads, by cluster */
  readonly #dirty = new Map<string, Set<string>>();
  #isAllDirty = true;
  readonly #refreshes: Coalescer;

  static create(options: {
    clusters: ClusterCaches;
    environments: EnvironmentConfig[];
    services: Pick<ServiceCatalog, 'index' | 'subscribe'>;
    repositories: Pick<Repositories, 'isSame'>;
    clock: Clock;
    /** Distinguishes the event ids of this process from those of other replicas */
    epoch: string;
  }): WorkloadFeed {
    return new WorkloadFeed(options);
  }

  private constructor(options: Parameters<typeof WorkloadFeed.create>[0]) {
    this.#options = options;
    this.#log = EventLog.create(options.epoch);
    this.#refreshes = Coalescer.create({
      run: () => this.#refresh(),
      intervalMs: COALESCE_MS,
      // A catalog does not need the first change immediately.
      leading: false,
      clock: options.clock,
      signal: this.#stopped.signal,
    });
    const onAll = () => {
      this.#isAllDirty = true;
      this.#requestRefresh();
    };
    this.#unsubscribe = [
      options.clusters.subscribe(change => {
        if (change.type === 'jobs') return;
        if (change.type === 'all') {
          onAll();
          return;
        }
        const { cluster, workload } = change;
        const uids = this.#dirty.get(cluster) ?? new Set();
        this.#dirty.set(cluster, uids.add(workload.uid));
        this.#requestRefresh();
      }),
      options.services.subscribe(onAll),
    ];
  }

  /** Sends missed events or a snapshot, then every change, until the returned function is called. */
  subscribe(
    send: (message: StreamMessage) => void,
    lastEventId?: string,
  ): () => void {
    this.#refreshes.flush();
    return this.#log.join(send, lastEventId, () => this.#snapshot());
  }

  stop(): void {
    this.#unsubscribe.forEach(unsubscribe => unsubscribe());
    this.#stopped.abort();
  }

  #requestRefresh(): void {
    if (this.#log.viewers) this.#refreshes.request();
  }

  #refresh(): void {
    const before = this.#texts;
    const clusters = JSON.stringify(this.#readClusters());
    this.#texts = this.#isAllDirty ? this.#readAll() : this.#readDirty();
    this.#isAllDirty = false;
    this.#dirty.clear();
    const changed = [...this.#texts].filter(
      ([uid, text]) => text !== before.get(uid),
    );
    const removed = [...before.keys()].filter(uid => !this.#texts.has(uid));
    const areClustersSame = clusters === this.#clusters;
    this.#clusters = clusters;
    if (areClustersSame && !changed.length && !removed.length) return;
    const type: WorkloadsEvent['type'] = 'patch';
    const workloads = changed.map(([, text]) => text).join();
    this.#log.publish(
      `{"type":"${type}",${areClustersSame ? '' : `"clusters":${clusters},`}"workloads":[${workloads}],"removed":${JSON.stringify(removed)}}`,
    );
  }

  #snapshot(): string {
    const type: WorkloadsEvent['type'] = 'snapshot';
    return `{"type":"${type}","clusters":${this.#clusters},"workloads":[${[...this.#texts.values()].join()}]}`;
  }

  #readClusters(): WorkloadCluster[] {
    return [...this.#options.clusters.all()].map(([name, cache]) => ({
      name,
      sync: cache.syncWithRoutes(),
    }));
  }

  #readAll(): Map<string, string> {
    const texts = new Map<string, string>();
    for (const [cluster, cache] of this.#options.clusters.all()) {
      for (const { uid } of cache.workloads()) {
        const text = this.#read(cluster, cache, uid);
        if (text !== undefined) texts.set(uid, text);
      }
    }
    return texts;
  }

  #readDirty(): Map<string, string> {
    const texts = new Map(this.#texts);
    for (const [cluster, uids] of this.#dirty) {
      const cache = this.#options.clusters.cache(cluster);
      for (const uid of uids) {
        const text = this.#read(cluster, cache, uid);
        if (text === undefined) texts.delete(uid);
        else texts.set(uid, text);
      }
    }
    return texts;
  }

  /** A workload as JSON; undefined if it was deleted or is being deleted. */
  #read(cluster: string, cache: ClusterCache, uid: string): string | undefined {
    const workload = cache.workload(uid);
    if (!workload || workload.deleting) return undefined;
    const { environments, services, repositories } = this.#options;
    const { namespace } = workload;
    const environment = environmentOf(environments, { cluster, namespace });
    if (!environment) return undefined;
    const tree = cache.tree(workload);
    const routes = cache.routes(tree);
    return JSON.stringify(
      deployedWorkload(
        tree,
        routes,
        environment,
        services.index(),
        repositories,
      ),
    );
  }
}
