import type { Clock } from '@fairway/backstage-plugin-delivery-common';

/** Wakes up a loop that waits for work. A call during the work is not lost. */
export class Wakeup {
  #isDue = false;
  #wake = () => {};

  call(): void {
    this.#isDue = true;
    this.#wake();
  }

  /** Resolves at the next call, immediately after a missed call, or when the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#isDue && !signal.aborted) {
      await new Promise<void>(resolve => {
        // The signal may outlive many waits: none may leave a listener behind.
        const end = () => {
          signal.removeEventListener('abort', end);
          resolve();
        };
        this.#wake = end;
        signal.addEventListener('abort', end);
      });
    }
    this.#isDue = false;
  }

  /** As {@link Wakeup.wait}, but for at most the given time in ms. */
  async waitAtMost(
    milliseconds: number,
    clock: Clock,
    signal: AbortSignal,
  ): Promise<void> {
    const ended = new AbortController();
    const either = AbortSignal.any([ended.signal, signal]);
    await Promise.race([clock.delay(milliseconds, either), this.wait(either)]);
    ended.abort();
  }
}
