import type { HistoryQuery } from './historyQuery';
import type { RecordedRelease, ReleaseEntry } from './recordedRelease';

/** One page of releases, newest first. */
export interface StoredReleasePage {
  releases: RecordedRelease[];
  /** Absent when there are no more */
  nextCursor?: string;
}

/** Stores releases. */
export interface ReleaseStore {
  /** Adds new releases, and merges observations into known ones. */
  record(entries: ReleaseEntry[]): Promise<void>;
  /** Latest releases of a workload, newest first. */
  latest(workload: { cluster: string; uid: string }): Promise<ReleaseEntry[]>;
  /** Releases of a cluster that are still in progress. */
  unfinished(cluster: string): Promise<ReleaseEntry[]>;
  /** @throws InputError if the cursor is not valid */
  page(query: HistoryQuery): Promise<StoredReleasePage>;
  /** Deletes releases that started before an ISO time and have ended; returns their number. */
  deleteBefore(time: string): Promise<number>;
}
