import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type {
  Rollout,
  Sync,
  SyncState,
} from '@fairway/backstage-plugin-delivery-common';
import type { EngineObject } from '@fairway/backstage-plugin-delivery-node';
import type { ContextRecord } from '../projection/contextRecords';
import type { SeriesRecord } from '../projection/jobRecords';
import { watchedKinds } from '../projection/watchedKinds';
import type {
  DeliveryRecord,
  PodRecord,
  RevisionRecord,
  WorkloadRecord,
} from '../projection/records';
import { ContextCache } from './ContextCache';
import { EngineCache } from './EngineCache';
import { RecordIndex } from './RecordIndex';
import { JobCache } from './JobCache';
import type { ReflectorSync, ReflectorTarget } from './Reflector';
import { isRelated } from './relatedObjects';
import type { NamespaceUsage } from './UsagePoller';
import type { RelatedObjects } from './relatedObjects';

/** What changed in a cache. */
export type CacheChange =
  /** What belongs to a workload; given as it was and as it is, where known */
  | { type: 'workload'; workload: WorkloadRecord }
  /** A series of jobs; given as it was and as it is */
  | { type: 'jobs'; series: SeriesRecord }
  /** Anything may be different */
  | { type: 'all' };

/** A workload with what it owns. */
export interface WorkloadTree {
  workload: WorkloadRecord;
  revisions: RevisionRecord[];
  pods: PodRecord[];
}

/** A workload with what it owns and what isRelated it. */
export interface WorkloadSnapshot extends WorkloadTree {
  relatedObjects: RelatedObjects;
  /** Of its namespace, where a rollout engine from a module moves it */
  engineContext?: EngineObject[];
  /** As that engine describes it */
  rollout?: Rollout;
  /** Of the pods of its namespace, where somebody looks */
  usage?: NamespaceUsage;
}

/**
 * What one cluster's API server said last, as records: of all watched kinds,
 * in the namespaces of the configured environments.
 */
export class ClusterCache {
  /** What isRelated the workloads; optional, so not part of how fresh this is */
  readonly context: ContextCache;
  /** What rollout engines read besides their workloads */
  readonly engines: EngineCache;
  /** Jobs and CronJobs; optional likewise */
  readonly jobs: JobCache;
  readonly #accepts: (namespace: string) => boolean;
  readonly #records = new Map<string, DeliveryRecord>();
  readonly #owned = new RecordIndex<DeliveryRecord>(r => r.ownerUid);
  readonly #byId = new RecordIndex<WorkloadRecord>(
    r => r.labels[KUBERNETES_ID],
  );
  readonly #byEntity = new RecordIndex<WorkloadRecord>(r => r.entity);
  readonly #byNamespace = new RecordIndex<WorkloadRecord>(r => r.namespace);
  readonly #workloadIndexes = [this.#byId, this.#byEntity, this.#byNamespace];
  readonly #syncs = new Map<DeliveryRecord['kind'], ReflectorSync>();
  readonly #onChange: (change: CacheChange) => void;
  readonly #startedAt: string;

  static create(options: {
    /** Whether a namespace belongs to an environment */
    accepts: (namespace: string) => boolean;
    onChange: (change: CacheChange) => void;
    now: () => number;
  }): ClusterCache {
    return new ClusterCache(options);
  }

  private constructor(options: Parameters<typeof ClusterCache.create>[0]) {
    this.#accepts = options.accepts;
    this.#onChange = options.onChange;
    this.#startedAt = new Date(options.now()).toISOString();
    this.context = ContextCache.create({
      accepts: options.accepts,
      onChange: records => this.#notifyRelated(records),
      onAll: () => this.#onChange({ type: 'all' }),
    });
    this.jobs = JobCache.create({
      accepts: options.accepts,
      onChange: series => this.#onChange({ type: 'jobs', series }),
      onAll: () => this.#onChange({ type: 'all' }),
    });
    this.engines = EngineCache.create({
      accepts: options.accepts,
      onChange: namespace =>
        this.workloadsIn(namespace)
          .filter(({ kind }) => kind === 'Rollout')
          .forEach(workload => this.#onChange({ type: 'workload', workload })),
      onAll: () => this.#onChange({ type: 'all' }),
    });
  }

  /** Where the reflector of a kind writes. */
  target(kind: DeliveryRecord['kind']): ReflectorTarget<DeliveryRecord> {
    return {
      replace: records => {
        const kept = new Set(records.map(r => r.uid));
        for (const record of [...this.#records.values()]) {
          if (record.kind === kind && !kept.has(record.uid))
            this.#delete(record);
        }
        records.forEach(record => this.#put(record));
        this.#onChange({ type: 'all' });
      },
      upsert: record => {
        const before = this.#records.get(record.uid);
        this.#put(record);
        this.#tell(before, record);
      },
      remove: uid => {
        const before = this.#records.get(uid);
        if (!before) return;
        // Its root is found before the way to it is gone.
        const root = this.#rootOf(before);
        this.#delete(before);
        if (root) this.#onChange({ type: 'workload', workload: root });
      },
      setSync: sync => {
        this.#syncs.set(kind, sync);
        this.#onChange({ type: 'all' });
      },
    };
  }

  /** How fresh the whole is: as the kind that is worst off. */
  sync(): Sync {
    const worst: SyncState[] = ['failed', 'stale', 'syncing', 'synced'];
    return worstOf(this.#watchedSyncs(), worst);
  }

  /**
   * How fresh the workloads of all kinds are and the ways into them: also those that
   * are no part of {@link sync}, but for what the cluster lacks or keeps from us.
   */
  syncWithRoutes(): Sync {
    const optional = [
      ...this.context.routeSyncs(),
      ...this.engines.workloadSyncs(),
    ].filter(({ isForbidden }) => !isForbidden);
    // Of what has never been read, nothing is known; of what is stale, something.
    return worstOf(
      [...this.#watchedSyncs(), ...optional],
      ['failed', 'syncing', 'stale', 'synced'],
    );
  }

  #watchedSyncs(): ReflectorSync[] {
    return watchedKinds.map(
      ({ kind }) =>
        this.#syncs.get(kind) ?? { state: 'syncing', since: this.#startedAt },
    );
  }

  /** Whether records of these kinds are what the cluster said last, and it is connected. */
  isSynced(kinds: DeliveryRecord['kind'][]): boolean {
    return kinds.every(kind => this.#syncs.get(kind)?.state === 'synced');
  }

  /** Whether every kind was read once or found not to be readable. */
  isSettled(): boolean {
    return watchedKinds.every(({ kind }) => {
      const sync = this.#syncs.get(kind);
      return sync !== undefined && sync.state !== 'syncing';
    });
  }

  /** The number of records, by kind. */
  counts(): Map<DeliveryRecord['kind'], number> {
    const counts = new Map<DeliveryRecord['kind'], number>();
    for (const { kind } of this.#records.values()) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  }

  /** Workloads that name an entity themselves, by its id or its ref. */
  claimedBy(claim: { id?: string; entityRef: string }): WorkloadRecord[] {
    return [
      ...new Set([
        ...(claim.id === undefined ? [] : this.#byId.get(claim.id)),
        ...this.#byEntity.get(claim.entityRef),
      ]),
    ];
  }

  /** The workload of a uid, while the cluster has it. */
  workload(uid: string): WorkloadRecord | undefined {
    const record = this.#records.get(uid);
    return record && isWorkload(record) ? record : undefined;
  }

  workloadsIn(namespace: string): WorkloadRecord[] {
    return this.#byNamespace.get(namespace);
  }

  namespaces(): string[] {
    return this.#byNamespace.keys();
  }

  tree(workload: WorkloadRecord): WorkloadTree {
    const revisions: RevisionRecord[] = [];
    const pods: PodRecord[] = [];
    const collect = (uid: string) => {
      for (const record of this.#owned.get(uid)) {
        if (record.kind === 'Pod') pods.push(record);
        else if (isRevision(record)) {
          revisions.push(record);
          collect(record.uid);
        }
      }
    };
    collect(workload.uid);
    return { workload, revisions, pods };
  }

  /** Every workload of the environments. */
  workloads(): WorkloadRecord[] {
    return this.namespaces().flatMap(namespace => this.workloadsIn(namespace));
  }

  snapshot(workload: WorkloadRecord): WorkloadSnapshot {
    const tree = this.tree(workload);
    return {
      ...tree,
      relatedObjects: this.context.relatedObjects(tree),
      ...(workload.kind === 'Rollout' && {
        engineContext: this.engines.in(workload.namespace),
      }),
    };
  }

  #notifyRelated(records: ContextRecord[]): void {
    if (records.some(({ kind }) => kind === 'Node')) {
      // Rare: what moves often in a node is not kept.
      this.#onChange({ type: 'all' });
      return;
    }
    const workloads = new Set(records.flatMap(r => this.#relatedTo(r)));
    for (const workload of workloads) {
      this.#onChange({ type: 'workload', workload });
    }
  }

  #relatedTo(record: ContextRecord): WorkloadRecord[] {
    switch (record.kind) {
      case 'Node':
        return [];
      case 'Event': {
        const { kind, name, uid } = record.about;
        if (kind === 'PersistentVolumeClaim') {
          return this.context
            .claims(record.namespace, name)
            .flatMap(claim => this.#relatedTo(claim));
        }
        const about = uid === undefined ? undefined : this.#records.get(uid);
        const root = about && this.#rootOf(about);
        return root ? [root] : [];
      }
      case 'EndpointSlice':
        return this.context
          .services(record.namespace, record.service)
          .flatMap(service => this.#relatedTo(service));
      case 'Ingress':
      case 'HTTPRoute':
        return record.services
          .flatMap(name => this.context.services(record.namespace, name))
          .flatMap(service => this.#relatedTo(service));
      default:
        return this.#byNamespace
          .get(record.namespace)
          .filter(workload =>
            isRelated(record, workload, () => this.tree(workload).pods),
          );
    }
  }

  #tell(before: DeliveryRecord | undefined, after: DeliveryRecord): void {
    const roots = new Set(
      [before, after].map(record => record && this.#rootOf(record)),
    );
    for (const workload of roots) {
      if (workload) this.#onChange({ type: 'workload', workload });
    }
  }

  // A pod that comes before its ReplicaSet has no root yet; the ReplicaSet's
  // own coming tells of both.
  #rootOf(record: DeliveryRecord): WorkloadRecord | undefined {
    if (isWorkload(record)) return record;
    const owner = record.ownerUid && this.#records.get(record.ownerUid);
    return owner ? this.#rootOf(owner) : undefined;
  }

  #put(record: DeliveryRecord): void {
    const before = this.#records.get(record.uid);
    if (before) this.#delete(before);
    if (!this.#accepts(record.namespace)) return;
    const sibling = record.ownerUid && this.#owned.any(record.ownerUid);
    if (sibling) shareTexts(record, sibling);
    this.#records.set(record.uid, record);
    if (isWorkload(record)) this.#workloadIndexes.forEach(i => i.add(record));
    else this.#owned.add(record);
  }

  #delete(record: DeliveryRecord): void {
    this.#records.delete(record.uid);
    if (isWorkload(record)) {
      this.#workloadIndexes.forEach(i => i.remove(record));
    } else this.#owned.remove(record);
  }
}

/** The one that is worst off, by which state is worse than which. */
function worstOf(syncs: ReflectorSync[], worst: SyncState[]): Sync {
  const { isForbidden, ...sync } = syncs.reduce((a, b) => {
    const order = worst.indexOf(a.state) - worst.indexOf(b.state);
    if (order !== 0) return order < 0 ? a : b;
    // Fresh since the last kind came; not fresh since the first one went.
    const isLater = b.since > a.since;
    return (a.state === 'synced') === isLater ? b : a;
  });
  return sync;
}

/** Lets a pod have what is the same in its sibling only once: there are many pods. */
function shareTexts(record: DeliveryRecord, sibling: DeliveryRecord): void {
  if (record.kind !== 'Pod' || sibling.kind !== 'Pod') return;
  record.ownerUid = sibling.ownerUid;
  const entries = Object.entries(record.digests);
  const isSame =
    entries.length === Object.keys(sibling.digests).length &&
    entries.every(
      ([container, digest]) => sibling.digests[container] === digest,
    );
  if (isSame) record.digests = sibling.digests;
}

function isRevision(record: DeliveryRecord): record is RevisionRecord {
  return record.kind === 'ReplicaSet' || record.kind === 'ControllerRevision';
}

function isWorkload(record: DeliveryRecord): record is WorkloadRecord {
  return record.kind !== 'Pod' && !isRevision(record);
}
