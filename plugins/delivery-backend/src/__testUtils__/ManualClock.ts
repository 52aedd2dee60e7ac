import type { Clock } from '@fairway/backstage-plugin-delivery-common';

/** Clock that a test moves. */
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

  /** Moves the time forward, resolves the delays that are due, and runs what follows from them. */
  async pass(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
    due.forEach(({ wake }) => wake());
    await settle();
  }
}

/** Runs the reactions of settled promises. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}
