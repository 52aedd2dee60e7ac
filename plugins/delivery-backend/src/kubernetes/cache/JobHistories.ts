import type { JobHistory } from '../model';
import type { SeriesRecord } from '../projection/jobRecords';
import type { RecordStore } from './RecordStore';
import { claimed } from './WorkloadTrees';

/** CronJobs and Jobs of one cluster, each with its runs. */
export class JobHistories {
  readonly #store: RecordStore<SeriesRecord>;

  static create(store: RecordStore<SeriesRecord>): JobHistories {
    return new JobHistories(store);
  }

  private constructor(store: RecordStore<SeriesRecord>) {
    this.#store = store;
  }

  /** Series that name an entity themselves, by its id or its ref. */
  claimedBy(claim: { id?: string; entityRef: string }): SeriesRecord[] {
    return [...new Set(claimed(this.#store, claim))];
  }

  /** All series. */
  all(): SeriesRecord[] {
    return [...this.#store.all()].filter(isSeries);
  }

  /** A series with its runs. */
  tree(series: SeriesRecord): JobHistory {
    return {
      series,
      runs:
        series.kind === 'Job'
          ? [series]
          : this.#store.ofKind('Job', 'cronJob', series.uid),
    };
  }

  /**
   * Series that a record belongs to, or that is the record. A Job that arrives
   * before its CronJob has none yet; the arrival of the CronJob reports both.
   */
  seriesOf(record: SeriesRecord): SeriesRecord | undefined {
    return record.kind === 'Job' && record.cronJobUid !== undefined
      ? this.#store.get(record.cronJobUid)
      : record;
  }
}

function isSeries(record: SeriesRecord): boolean {
  return record.kind === 'CronJob' || record.cronJobUid === undefined;
}
