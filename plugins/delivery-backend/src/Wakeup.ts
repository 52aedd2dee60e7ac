/** Wakes a loop that waits for work; a call while it works counts too. */
export class Wakeup {
  #isDue = false;
  #wake = () => {};

  call(): void {
    this.#isDue = true;
    this.#wake();
  }

  /** Resolves at the next call, at once after a missed one, or when the signal aborts. */
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
