import type { Clock } from '@fairway/backstage-plugin-delivery-common';

/** Time that passes when the test says so. */
export class ManualClock implements Clock {
  #now = 0;
  #waiting: { at: number; wake: () => void }[] = [];

  now = () => this.#now;

  delay = (milliseconds: number, signal: AbortSignal) =>
    new Promise<void>(wake => {
      if (signal.aborted) {
        wake();
        return;
      }
      this.#waiting.push({ at: this.#now + milliseconds, wake });
      signal.addEventListener('abort', () => wake(), { once: true });
    });

  /** Wakes what is due, then lets all that is ready to happen happen. */
  async pass(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
    due.forEach(({ wake }) => wake());
    await settle();
  }
}

/** Lets promises that are ready resolve. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}
