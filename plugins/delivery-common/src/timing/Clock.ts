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
  delay: async (milliseconds, signal) => {
    if (signal.aborted) return;
    let stop = () => {};
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, milliseconds);
      stop = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', stop);
    });
    // A signal may outlive many delays: do not leave a listener for each.
    signal.removeEventListener('abort', stop);
  },
};
