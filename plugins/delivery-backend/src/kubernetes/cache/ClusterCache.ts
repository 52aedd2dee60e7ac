import type {
  Sync,
  SyncState,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  EngineObject,
  RolloutEngine,
} from '@fairway/backstage-plugin-delivery-node';
import { engineObjectKinds, engineWorkloadKinds } from '../kinds/engineKinds';
import { kindAndName } from '../kinds/WatchedKind';
import { jobKinds, relatedKinds, workloadKinds } from '../kinds/watchedKinds';
import type {
  CacheChange,
  UnavailableKind,
  WorkloadSnapshot,
  WorkloadTree,
} from '../model';
import type { SeriesRecord } from '../projection/jobRecords';
import { isEngineWorkload } from '../projection/records';
import type {
  DeliveryRecord,
  EngineWorkloadRecord,
  WorkloadRecord,
} from '../projection/records';
import type {
  QuotaRecord,
  RelatedRecord,
  RouteRecord,
} from '../projection/relatedRecords';
import { JobHistories } from './JobHistories';
import { RecordStore } from './RecordStore';
import type { ReflectorSync } from './ReflectorTarget';
import { RelatedObjectFinder } from './RelatedObjectFinder';
import { WorkloadTrees } from './WorkloadTrees';

/** Stores of a cluster. They are apart because kinds of engines may have the objects of other kinds. */
export interface ClusterStores {
  /** Workloads and what they own */
  workloads: RecordStore<DeliveryRecord>;
  /** Objects that explain the state of workloads */
  related: RecordStore<RelatedRecord>;
  /** Jobs and what creates them */
  jobs: RecordStore<SeriesRecord>;
  /** Objects that rollout engines read besides their workloads */
  engineObjects: RecordStore<EngineObject>;
}

/**
 * What one cluster's API server reported last, as records, in the namespaces of
 * the configured environments.
 */
export class ClusterCache {
  readonly stores: ClusterStores;
  readonly jobs: JobHistories;
  readonly #trees: WorkloadTrees;
  readonly #related: RelatedObjectFinder;
  readonly #onChange: (change: CacheChange) => void;
  readonly #startedAt: string;

  static create(options: {
    /** Whether the objects of a namespace are kept */
    accepts: (namespace: string) => boolean;
    engines: RolloutEngine[];
    onChange: (change: CacheChange) => void;
    now: () => number;
  }): ClusterCache {
    return new ClusterCache(options);
  }

  private constructor(options: Parameters<typeof ClusterCache.create>[0]) {
    const { accepts, engines, onChange, now } = options;
    const onAll = () => onChange({ type: 'all' });
    this.#onChange = onChange;
    this.#startedAt = new Date(now()).toISOString();
    this.stores = {
      workloads: RecordStore.create<DeliveryRecord>({
        kinds: [...workloadKinds, ...engineWorkloadKinds(engines)],
        accepts,
        onChange: records =>
          this.#report(records.flatMap(r => this.#trees.rootOf(r) ?? [])),
        onAll,
      }),
      related: RecordStore.create({
        kinds: relatedKinds,
        accepts,
        onChange: records => this.#reportRelated(records),
        onAll,
      }),
      jobs: RecordStore.create({
        kinds: jobKinds,
        accepts,
        onChange: records => this.#reportJobs(records),
        onAll,
      }),
      engineObjects: RecordStore.create({
        kinds: engineObjectKinds(engines),
        accepts,
        onChange: ([object]) => this.#reportEngineObject(object),
        onAll,
      }),
    };
    this.jobs = JobHistories.create(this.stores.jobs);
    this.#trees = WorkloadTrees.create(this.stores.workloads);
    this.#related = RelatedObjectFinder.create({
      store: this.stores.related,
      trees: this.#trees,
    });
  }

  /** Freshness of the whole: that of the kind of workloads that is worst off. */
  sync(): Sync {
    return worstOf(this.#requiredSyncs(), [
      'failed',
      'stale',
      'syncing',
      'synced',
    ]);
  }

  /**
   * Freshness of all workloads, also those of engines, and of the routes to them,
   * except for kinds that the cluster lacks or does not let the portal read.
   */
  syncWithRoutes(): Sync {
    const { workloads, related } = this.stores;
    const optional = [
      ...(['Service', 'Ingress', 'HTTPRoute'] as const).map(kind =>
        related.sync(kind),
      ),
      ...workloads.kinds
        .filter(({ isOptional }) => isOptional)
        .map(({ kind }) => workloads.sync(kind)),
    ].flatMap(sync => (sync && !sync.isForbidden ? [sync] : []));
    // Nothing is known of a kind that was never read; a stale one is known in part.
    return worstOf(
      [...this.#requiredSyncs(), ...optional],
      ['failed', 'syncing', 'stale', 'synced'],
    );
  }

  /** Whether records of these kinds are what the cluster reported last, and it is connected. */
  isSynced(kinds: DeliveryRecord['kind'][]): boolean {
    return kinds.every(
      kind => this.stores.workloads.sync(kind)?.state === 'synced',
    );
  }

  /** Whether every required kind was read once or found to be unreadable. */
  isSettled(): boolean {
    return this.#requiredSyncs().every(({ state }) => state !== 'syncing');
  }

  /** Kinds that cannot be read now, and why; without the required ones, see {@link sync}. */
  unavailableKinds(): UnavailableKind[] {
    const { related, jobs } = this.stores;
    return [
      // A cluster may lack an optional kind of this store: it explains nothing.
      ...related.unavailable(({ isOptional }) => !isOptional),
      ...jobs.unavailable(),
      ...this.unavailableEngineKinds(),
    ];
  }

  /** Kinds of rollout engines that cannot be read now, and why. */
  unavailableEngineKinds(): UnavailableKind[] {
    const { workloads, engineObjects } = this.stores;
    return [
      ...workloads.unavailable(({ isOptional }) => isOptional === true),
      ...engineObjects.unavailable(),
    ];
  }

  /** Numbers of records, by kind. */
  counts(): Map<string, number> {
    return new Map(
      Object.values(this.stores).flatMap(store => [...store.counts()]),
    );
  }

  /** Workloads that name an entity themselves, by its id or its ref. */
  claimedBy(claim: { id?: string; entityRef: string }): WorkloadRecord[] {
    return this.#trees.claimedBy(claim);
  }

  /** Workload of a uid, while the cluster has it. */
  workload(uid: string): WorkloadRecord | undefined {
    return this.#trees.get(uid);
  }

  /** Workloads of a namespace. */
  workloadsIn(namespace: string): WorkloadRecord[] {
    return this.#trees.in(namespace);
  }

  /** Namespaces that have workloads. */
  namespaces(): string[] {
    return this.#trees.namespaces();
  }

  /** All workloads. */
  workloads(): WorkloadRecord[] {
    return this.namespaces().flatMap(namespace => this.workloadsIn(namespace));
  }

  /** A workload with the objects that it owns. */
  tree(workload: WorkloadRecord): WorkloadTree {
    return this.#trees.tree(workload);
  }

  /** Reports a workload as changed, because its state depends on the time. */
  reportAgain(uid: string): void {
    const workload = this.workload(uid);
    if (workload) this.#report([workload]);
  }

  /** A workload with everything that the cache has about it. */
  snapshot(workload: WorkloadRecord): WorkloadSnapshot {
    const tree = this.tree(workload);
    return {
      ...tree,
      relatedObjects: this.#related.objectsOf(tree),
      engineContext: isEngineWorkload(workload)
        ? this.#engineContext(workload)
        : [],
    };
  }

  /** Ingresses and HTTPRoutes that lead to a workload. */
  routes(tree: WorkloadTree): RouteRecord[] {
    return this.#related.routesOf(tree);
  }

  /** Objects of one kind in a namespace. */
  objectsIn<K extends RelatedRecord['kind']>(
    kind: K,
    namespace: string,
  ): (RelatedRecord & { kind: K })[] {
    return this.#related.inNamespace(kind, namespace);
  }

  /** Ingresses and HTTPRoutes of all namespaces. */
  allRoutes(): RouteRecord[] {
    return [...this.stores.related.all()].flatMap(record =>
      record.kind === 'Ingress' || record.kind === 'HTTPRoute' ? [record] : [],
    );
  }

  /** Resource quotas of a namespace. */
  quotas(namespace: string): QuotaRecord[] {
    return this.#related.inNamespace('ResourceQuota', namespace);
  }

  #requiredSyncs(): ReflectorSync[] {
    const { workloads } = this.stores;
    return workloads.kinds
      .filter(({ isOptional }) => !isOptional)
      .map(
        ({ kind }) =>
          workloads.sync(kind) ?? { state: 'syncing', since: this.#startedAt },
      );
  }

  /** Engine objects of the namespace of a workload, and those that it refers to. */
  #engineContext({ namespace, own }: EngineWorkloadRecord): EngineObject[] {
    const { engineObjects } = this.stores;
    const elsewhere = (own.refersTo ?? []).filter(
      ref => ref.namespace !== namespace,
    );
    return [
      ...engineObjects.by('namespace', namespace),
      ...elsewhere.flatMap(ref => engineObjects.by('ref', kindAndName(ref))),
    ];
  }

  #reportEngineObject(object: EngineObject): void {
    const isConcerned = (workload: WorkloadRecord) =>
      isEngineWorkload(workload) &&
      (workload.namespace === object.namespace ||
        (workload.own.refersTo ?? []).some(
          ref => kindAndName(ref) === kindAndName(object),
        ));
    const isShared =
      this.stores.engineObjects.kindOf(object)?.isKeptEverywhere === true;
    this.#report(
      (isShared ? this.workloads() : this.workloadsIn(object.namespace)).filter(
        isConcerned,
      ),
    );
  }

  #report(workloads: WorkloadRecord[]): void {
    for (const workload of new Set(workloads)) {
      this.#onChange({ type: 'workload', workload });
    }
  }

  #reportRelated(records: RelatedRecord[]): void {
    const isOfCluster = records.some(
      record => this.stores.related.kindOf(record)?.isClusterScoped,
    );
    // Rare: what changes often in a node is not kept.
    if (isOfCluster) this.#onChange({ type: 'all' });
    else this.#report(records.flatMap(r => this.#related.workloadsOf(r)));
  }

  #reportJobs(records: SeriesRecord[]): void {
    const all = records.flatMap(record => this.jobs.seriesOf(record) ?? []);
    for (const series of new Set(all)) this.#onChange({ type: 'jobs', series });
  }
}

/** Freshness that is worst off, by the order of the states from worst to best. */
function worstOf(syncs: ReflectorSync[], order: SyncState[]): Sync {
  const { isForbidden, ...sync } = syncs.reduce((a, b) => {
    const difference = order.indexOf(a.state) - order.indexOf(b.state);
    if (difference !== 0) return difference < 0 ? a : b;
    // Synced since the last kind was; not synced since the first one was not.
    const isLater = b.since > a.since;
    return (a.state === 'synced') === isLater ? b : a;
  });
  return sync;
}
