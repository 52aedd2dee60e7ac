/**
 * Source of time. Code that waits takes one, so that a test can control time.
 *
 * @public
 */
export interface Clock {
  /** Current time in milliseconds since the epoch */
  now(): number;
  /** Resolves after this many milliseconds, or as soon as the signal aborts; never rejects */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/**
 * Clock of the machine that the code runs on, for browsers and Node.js.
 *
 * @public
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  delay: (milliseconds, signal) =>
    new Promise(resolve => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const end = () => {
        clearTimeout(timer);
        // A signal may outlive many delays: do not leave a listener for each.
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener('abort', end);
    }),
};
