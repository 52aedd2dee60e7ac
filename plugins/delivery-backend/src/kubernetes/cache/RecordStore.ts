import { otherProblem } from '@fairway/backstage-plugin-delivery-common';
import { isDeepStrictEqual } from 'node:util';
import type { StoredRecord, WatchedKind } from '../kinds/WatchedKind';
import type { UnavailableKind } from '../model';
import { RecordIndex } from './RecordIndex';
import type { ReflectorSync, ReflectorTarget } from './ReflectorTarget';

/** Options of a {@link RecordStore}. */
export interface RecordStoreOptions<T extends StoredRecord> {
  kinds: readonly WatchedKind<T>[];
  /** Whether the records of a namespace are kept */
  accepts(namespace: string): boolean;
  /** Is called after a record changed, with the record as it was and as it is */
  onChange(records: T[]): void;
  /** Is called when anything may have changed */
  onAll(): void;
}

/**
 * Records of several kinds of objects of one cluster, as its API server reported
 * them last, with the indexes that the descriptors of their kinds define.
 */
export class RecordStore<T extends StoredRecord> {
  readonly #options: RecordStoreOptions<T>;
  readonly #kinds: Map<string, WatchedKind<T>>;
  readonly #records = new Map<string, T>();
  readonly #indexes = new Map<string, RecordIndex<T>>();
  readonly #syncs = new Map<string, ReflectorSync>();

  static create<T extends StoredRecord>(
    options: RecordStoreOptions<T>,
  ): RecordStore<T> {
    return new RecordStore(options);
  }

  private constructor(options: RecordStoreOptions<T>) {
    this.#options = options;
    this.#kinds = new Map(options.kinds.map(each => [each.kind, each]));
    for (const { indexBy = {} } of options.kinds) {
      for (const name of Object.keys(indexBy)) {
        this.#indexes.set(
          name,
          new RecordIndex(record =>
            this.#kinds.get(record.kind)?.indexBy?.[name]?.(record),
          ),
        );
      }
    }
  }

  /** Descriptors of the kinds */
  get kinds(): readonly WatchedKind<T>[] {
    return this.#options.kinds;
  }

  /** Descriptor of the kind of a record. */
  kindOf(record: T): WatchedKind<T> | undefined {
    return this.#kinds.get(record.kind);
  }

  /** Target that the reflector of a kind writes to. */
  target(kind: T['kind']): ReflectorTarget<T> {
    const { onChange, onAll } = this.#options;
    return {
      replace: records => {
        const kept = new Set(records.map(({ uid }) => uid));
        for (const record of [...this.#records.values()]) {
          if (record.kind === kind && !kept.has(record.uid)) {
            this.#delete(record);
          }
        }
        records.forEach(record => this.#put(record));
        onAll();
      },
      upsert: record => {
        const before = this.#records.get(record.uid);
        // Most updates change only what is not kept: heartbeats, metrics.
        if (!this.#accepts(record) || isDeepStrictEqual(before, record)) return;
        this.#put(record);
        onChange(before ? [before, record] : [record]);
      },
      remove: uid => {
        const before = this.#records.get(uid);
        if (!before) return;
        this.#delete(before);
        onChange([before]);
      },
      setSync: sync => {
        this.#syncs.set(kind, sync);
        onAll();
      },
    };
  }

  /** Record of a uid. */
  get(uid: string): T | undefined {
    return this.#records.get(uid);
  }

  /** All records. */
  all(): IterableIterator<T> {
    return this.#records.values();
  }

  /** Records with this key in an index. */
  by(index: string, key: string): T[] {
    return this.#indexes.get(index)?.get(key) ?? [];
  }

  /** Records of one kind with this key in an index. */
  ofKind<K extends T['kind']>(
    kind: K,
    index: string,
    key: string,
  ): (T & { kind: K })[] {
    const isOfKind = (record: T): record is T & { kind: K } =>
      record.kind === kind;
    return this.by(index, key).filter(isOfKind);
  }

  /** Keys of an index. */
  keys(index: string): string[] {
    return this.#indexes.get(index)?.keys() ?? [];
  }

  /** Freshness of a kind; undefined before its reflector started. */
  sync(kind: T['kind']): ReflectorSync | undefined {
    return this.#syncs.get(kind);
  }

  /** Kinds that cannot be read now, and why. */
  unavailable(
    isReported: (kind: WatchedKind<T>) => boolean = () => true,
  ): UnavailableKind[] {
    return this.kinds.filter(isReported).flatMap(({ kind, resource }) => {
      const sync = this.#syncs.get(kind);
      return sync?.state === 'failed' || sync?.state === 'stale'
        ? [{ resource, problem: sync.problem ?? otherProblem('') }]
        : [];
    });
  }

  /** Numbers of records, by kind. */
  counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { kind } of this.#records.values()) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  }

  #accepts(record: T): boolean {
    const kind = this.kindOf(record);
    return (
      kind?.isClusterScoped === true ||
      kind?.isKeptEverywhere === true ||
      this.#options.accepts(record.namespace)
    );
  }

  #put(record: T): void {
    const before = this.#records.get(record.uid);
    if (before) this.#delete(before);
    if (!this.#accepts(record)) return;
    this.kindOf(record)?.compact?.(record, (index, key) =>
      this.#indexes.get(index)?.find(key, ({ kind }) => kind === record.kind),
    );
    this.#records.set(record.uid, record);
    this.#indexes.forEach(index => index.add(record));
  }

  #delete(record: T): void {
    this.#records.delete(record.uid);
    this.#indexes.forEach(index => index.remove(record));
  }
}
