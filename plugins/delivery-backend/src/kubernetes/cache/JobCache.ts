import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import { jobKinds } from '../projection/jobKinds';
import type { JobRecord, SeriesRecord } from '../projection/jobRecords';
import type { UnavailableKind } from './ContextCache';
import { RecordIndex } from './RecordIndex';
import type { ReflectorSync, ReflectorTarget } from './Reflector';

type Kind = SeriesRecord['kind'];

/** A CronJob with the Jobs that it made, or a Job of its own, which is one run. */
export interface JobHistory {
  series: SeriesRecord;
  runs: JobRecord[];
}

/**
 * What one cluster's API server said last of Jobs and CronJobs. Both kinds are
 * optional: one that cannot be read is named, and its jobs are missing.
 */
export class JobCache {
  readonly #accepts: (namespace: string) => boolean;
  readonly #onChange: (series: SeriesRecord) => void;
  readonly #onAll: () => void;
  readonly #records = new Map<string, SeriesRecord>();
  readonly #runs = new RecordIndex<JobRecord>(job => job.cronJobUid);
  readonly #byId = new RecordIndex<SeriesRecord>(r => r.labels[KUBERNETES_ID]);
  readonly #byEntity = new RecordIndex<SeriesRecord>(r => r.entity);
  readonly #syncs = new Map<Kind, ReflectorSync>();

  static create(options: {
    /** Whether a namespace belongs to an environment */
    accepts: (namespace: string) => boolean;
    /** A series moved, or one of its runs; given as it was and as it is */
    onChange: (series: SeriesRecord) => void;
    /** Anything may be different */
    onAll: () => void;
  }): JobCache {
    return new JobCache(options);
  }

  private constructor(options: Parameters<typeof JobCache.create>[0]) {
    this.#accepts = options.accepts;
    this.#onChange = options.onChange;
    this.#onAll = options.onAll;
  }

  /** Where the reflector of a kind writes. */
  target(kind: Kind): ReflectorTarget<SeriesRecord> {
    return {
      replace: records => {
        const kept = new Set(records.map(r => r.uid));
        for (const record of [...this.#records.values()]) {
          if (record.kind === kind && !kept.has(record.uid))
            this.#delete(record);
        }
        records.forEach(record => this.#put(record));
        this.#onAll();
      },
      upsert: record => {
        const before = this.#records.get(record.uid);
        // Much moves in these objects that we do not keep.
        if (JSON.stringify(before) === JSON.stringify(record)) return;
        this.#put(record);
        this.#tell(before ? [before, record] : [record]);
      },
      remove: uid => {
        const before = this.#records.get(uid);
        if (!before) return;
        this.#delete(before);
        this.#tell([before]);
      },
      setSync: sync => {
        this.#syncs.set(kind, sync);
        this.#onAll();
      },
    };
  }

  /** Series that name an entity themselves, by its id or its ref. */
  claimedBy(claim: { id?: string; entityRef: string }): SeriesRecord[] {
    return [
      ...new Set([
        ...(claim.id === undefined ? [] : this.#byId.get(claim.id)),
        ...this.#byEntity.get(claim.entityRef),
      ]),
    ];
  }

  /** Every series, whosever it is. */
  all(): SeriesRecord[] {
    return [...this.#records.values()].filter(isSeries);
  }

  tree(series: SeriesRecord): JobHistory {
    return {
      series,
      runs: series.kind === 'Job' ? [series] : this.#runs.get(series.uid),
    };
  }

  /** The kinds that cannot be read now, and why. */
  unread(): UnavailableKind[] {
    return jobKinds.flatMap(({ kind, resource }) => {
      const sync = this.#syncs.get(kind);
      return sync?.state === 'failed' || sync?.state === 'stale'
        ? [{ resource, message: sync.message ?? '' }]
        : [];
    });
  }

  // A Job that comes before its CronJob belongs to no series yet; the CronJob's
  // own coming tells of both.
  #tell(moved: SeriesRecord[]): void {
    for (const record of moved) {
      const series = isSeries(record) ? record : this.#makerOf(record);
      if (series) this.#onChange(series);
    }
  }

  #makerOf(record: SeriesRecord): SeriesRecord | undefined {
    return record.kind === 'Job' && record.cronJobUid !== undefined
      ? this.#records.get(record.cronJobUid)
      : undefined;
  }

  #put(record: SeriesRecord): void {
    const before = this.#records.get(record.uid);
    if (before) this.#delete(before);
    if (!this.#accepts(record.namespace)) return;
    this.#records.set(record.uid, record);
    this.#index(record, 'add');
  }

  #delete(record: SeriesRecord): void {
    this.#records.delete(record.uid);
    this.#index(record, 'remove');
  }

  #index(record: SeriesRecord, how: 'add' | 'remove'): void {
    if (isSeries(record)) {
      this.#byId[how](record);
      this.#byEntity[how](record);
    } else if (record.kind === 'Job') this.#runs[how](record);
  }
}

// What a CronJob made is a run of it, whatever labels it carries.
function isSeries(record: SeriesRecord): boolean {
  return record.kind === 'CronJob' || record.cronJobUid === undefined;
}
