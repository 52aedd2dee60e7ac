import type { HistoryQuery } from './historyQuery';
import type { RecordedRelease, ReleaseEntry } from './recordedRelease';

/** Some of the releases that were asked for, newest first. */
export interface StoredReleasePage {
  releases: RecordedRelease[];
  /** Absent when there are no more */
  nextCursor?: string;
}

/** Where releases are recorded. */
export interface ReleaseStore {
  /** Adds what is new, and to what is known what was found out since. */
  record(entries: ReleaseEntry[]): Promise<void>;
  /** The latest releases of a workload, newest first. */
  latest(workload: { cluster: string; uid: string }): Promise<ReleaseEntry[]>;
  /** Those of a cluster that are still in progress. */
  unfinished(cluster: string): Promise<ReleaseEntry[]>;
  /** @throws InputError when the cursor is none of ours */
  page(query: HistoryQuery): Promise<StoredReleasePage>;
  /** Forgets what began before an ISO time and has ended; tells how many. */
  deleteBefore(time: string): Promise<number>;
}
