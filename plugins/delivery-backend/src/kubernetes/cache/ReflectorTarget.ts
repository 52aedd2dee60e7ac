import type { Sync } from '@fairway/backstage-plugin-delivery-common';

/** Freshness of the records of a kind; never `forbidden`, which is about a viewer. */
export type ReflectorSync = Sync & {
  state: 'syncing' | 'synced' | 'stale' | 'failed';
  /** Whether the cluster does not let the portal read the kind */
  isForbidden?: boolean;
};

/** Receives what a reflector reads. Each call leaves the target consistent. */
export interface ReflectorTarget<T> {
  /** Takes all records of the kind, after a list */
  replace(records: T[]): void;
  upsert(record: T): void;
  remove(uid: string): void;
  setSync(sync: ReflectorSync): void;
}

/** Observes a reflector, for metrics. */
export interface ReflectorObserver {
  listed(): void;
  received(): void;
  /** An object was skipped, because it does not have the shape of its kind */
  skipped(): void;
}
