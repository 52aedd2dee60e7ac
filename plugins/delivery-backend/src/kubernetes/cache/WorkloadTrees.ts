import { isPod, isRevision, isWorkload } from '../projection/records';
import type {
  DeliveryRecord,
  PodRecord,
  RevisionRecord,
  WorkloadRecord,
} from '../projection/records';
import type { StoredRecord } from '../kinds/WatchedKind';
import type { WorkloadTree } from '../model';
import type { RecordStore } from './RecordStore';

/** Workloads of one cluster with the objects that they own. */
export class WorkloadTrees {
  readonly #store: RecordStore<DeliveryRecord>;

  static create(store: RecordStore<DeliveryRecord>): WorkloadTrees {
    return new WorkloadTrees(store);
  }

  private constructor(store: RecordStore<DeliveryRecord>) {
    this.#store = store;
  }

  /** Workload of a uid, while the cluster has it. */
  get(uid: string): WorkloadRecord | undefined {
    const record = this.#store.get(uid);
    return record && isWorkload(record) ? record : undefined;
  }

  /** Workloads that name an entity themselves, by its id or its ref. */
  claimedBy(claim: { id?: string; entityRef: string }): WorkloadRecord[] {
    return [...new Set(claimed(this.#store, claim))].filter(isWorkload);
  }

  /** Workloads of a namespace. */
  in(namespace: string): WorkloadRecord[] {
    return this.#store.by('namespace', namespace).filter(isWorkload);
  }

  /** Namespaces that have workloads. */
  namespaces(): string[] {
    return this.#store.keys('namespace');
  }

  /** A workload with the objects that it owns. */
  tree(workload: WorkloadRecord): WorkloadTree {
    const revisions: RevisionRecord[] = [];
    const pods: PodRecord[] = [];
    const collect = (uid: string) => {
      for (const record of this.#store.by('owner', uid)) {
        if (isPod(record)) pods.push(record);
        else if (isRevision(record)) {
          revisions.push(record);
          collect(record.uid);
        }
      }
    };
    collect(workload.uid);
    return { workload, revisions, pods };
  }

  /** Workload that owns the object of a uid, or that is the object. */
  rootOfUid(uid: string): WorkloadRecord | undefined {
    const record = this.#store.get(uid);
    return record && this.rootOf(record);
  }

  /**
   * Workload that owns an object, or that is the object. A pod that arrives
   * before its ReplicaSet has no root yet; the arrival of the ReplicaSet reports
   * both.
   */
  rootOf(record: DeliveryRecord): WorkloadRecord | undefined {
    if (isWorkload(record)) return record;
    return record.ownerUid === undefined
      ? undefined
      : this.rootOfUid(record.ownerUid);
  }
}

/** Records that name an entity themselves, by its id or its ref; one may be there twice. */
export function claimed<T extends StoredRecord>(
  store: RecordStore<T>,
  { id, entityRef }: { id?: string; entityRef: string },
): T[] {
  return [
    ...(id === undefined ? [] : store.by('id', id)),
    ...store.by('entity', entityRef),
  ];
}
