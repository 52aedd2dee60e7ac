import type { HistoryQuery } from './historyQuery';
import type {
  TimelineEventEntry,
  RecordedTimelineEvent,
} from './recordedTimelineEvent';

/** Where is recorded what happened to workloads. */
export interface TimelineStore {
  /** Adds what is new, and to what is known what happened again. */
  record(entries: TimelineEventEntry[]): Promise<void>;
  /**
   * Newest first by the time of the last.
   * @throws InputError when the cursor is none of ours
   */
  page(
    query: HistoryQuery,
  ): Promise<{ events: RecordedTimelineEvent[]; nextCursor?: string }>;
  /** Forgets what happened last before an ISO time; tells how many. */
  deleteBefore(time: string): Promise<number>;
}
