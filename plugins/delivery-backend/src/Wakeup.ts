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
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    this.#isDue = false;
  }
}
