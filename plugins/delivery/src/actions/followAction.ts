import {
  Backoff,
  retryAfterMs,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  Clock,
} from '@fairway/backstage-plugin-delivery-common';

/** Pauses between two reads of an unfinished action. */
const PAUSE = { minMs: 1_500, maxMs: 10_000, factor: 1.2 };
/** Time after which an action is no longer read by itself. */
const MAX_MS = 10 * 60_000;
/** Failed reads in a row after which an action is no longer read by itself. */
const MAX_FAILURES = 4;

/** Why an action is no longer followed. */
export type FollowResult =
  | { reason: 'finished' | 'aborted' | 'timeout' }
  | { reason: 'failed'; error: unknown };

/** Whether an action has not reached its final state. */
function isUnfinished({ state }: ActionRecord): boolean {
  return state === 'pending' || state === 'queued';
}

/**
 * Reads an action until it is finished, for ten minutes at most. Tolerates
 * single failed reads, and waits as long as a limit requires.
 */
export async function followAction(options: {
  record: ActionRecord;
  read: (id: string) => Promise<ActionRecord>;
  onRecord: (record: ActionRecord) => void;
  clock: Clock;
  signal: AbortSignal;
}): Promise<FollowResult> {
  const { read, onRecord, clock, signal } = options;
  const deadline = clock.now() + MAX_MS;
  const pauses = Backoff.create(PAUSE);
  let { record } = options;
  let failures = 0;
  let retryMs = 0;
  while (isUnfinished(record)) {
    if (clock.now() >= deadline) return { reason: 'timeout' };
    await clock.delay(Math.max(pauses.next(), retryMs), signal);
    retryMs = 0;
    if (signal.aborted) return { reason: 'aborted' };
    try {
      record = await read(record.id);
      failures = 0;
    } catch (error) {
      const limitedMs = retryAfterMs(error);
      if (limitedMs === undefined) failures += 1;
      else retryMs = limitedMs;
      if (failures >= MAX_FAILURES) return { reason: 'failed', error };
      continue;
    }
    if (signal.aborted) return { reason: 'aborted' };
    onRecord(record);
  }
  return { reason: 'finished' };
}
