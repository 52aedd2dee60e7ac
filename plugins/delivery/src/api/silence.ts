import type { FeedClock } from './LiveFeed';
import { StreamError } from './StreamError';

/** The backend sends a heartbeat every 15 s. */
const SILENCE_LIMIT_MS = 45_000;

/**
 * Waits for something from the backend, for as long as it may be silent.
 *
 * @throws StreamError when that is over; the caller then closes the connection
 */
export async function abortOnSilence<T>(
  something: Promise<T>,
  clock: FeedClock,
): Promise<T> {
  const heard = new AbortController();
  const silence = clock.delay(SILENCE_LIMIT_MS, heard.signal).then(() => {
    if (heard.signal.aborted) return new Promise<never>(() => {});
    throw new StreamError(
      'silent',
      `Nothing came for ${SILENCE_LIMIT_MS / 1000} seconds`,
    );
  });
  try {
    return await Promise.race([something, silence]);
  } finally {
    heard.abort();
  }
}
