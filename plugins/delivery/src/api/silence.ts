import { SilenceWatchdog } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
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
  clock: Clock,
): Promise<T> {
  const watchdog = SilenceWatchdog.start({ clock, limitMs: SILENCE_LIMIT_MS });
  const silence = new Promise<never>((_, reject) => {
    watchdog.signal.addEventListener('abort', () =>
      reject(
        new StreamError(
          'silent',
          `Nothing came for ${SILENCE_LIMIT_MS / 1000} seconds`,
        ),
      ),
    );
  });
  try {
    return await Promise.race([something, silence]);
  } finally {
    watchdog.stop();
  }
}
