import type { HistoryQuery } from './historyQuery';
import type {
  TimelineEventEntry,
  RecordedTimelineEvent,
} from './recordedTimelineEvent';

/** Stores timeline events. */
export interface TimelineStore {
  /** Adds new events, and merges repetitions into known ones. */
  record(entries: TimelineEventEntry[]): Promise<void>;
  /**
   * Reads one page of events, newest first by `lastAt`.
   *
   * @throws InputError if the cursor is not valid
   */
  page(
    query: HistoryQuery,
  ): Promise<{ events: RecordedTimelineEvent[]; nextCursor?: string }>;
  /** Deletes events that were last repeated before an ISO time; returns their number. */
  deleteBefore(time: string): Promise<number>;
}
