import { setTimeout as sleep } from 'node:timers/promises';

/** Time, so that a test can own it. */
export interface Clock {
  /** Milliseconds since the epoch */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal aborts */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  delay: (milliseconds, signal) =>
    sleep(milliseconds, undefined, { signal }).catch(error => {
      if (!signal.aborted) throw error;
    }),
};
