import type { Clock } from './Clock';

/**
 * Options of a {@link Coalescer}.
 *
 * @public
 */
export interface CoalescerOptions {
  /** Work that one or more requests ask for */
  run(): void;
  /** Shortest time in milliseconds from one requested run to the next */
  intervalMs: number;
  /**
   * Whether the first request after a rest runs at once: in a microtask, so
   * that all changes of the current task are in one run. Otherwise the first
   * request also waits for the interval.
   */
  leading: boolean;
  /** Clock of the pauses */
  clock: Clock;
  /** Prevents all further runs when it aborts */
  signal: AbortSignal;
}

/**
 * Merges frequent requests for the same work into one run per interval.
 *
 * @public
 */
export class Coalescer {
  readonly #options: CoalescerOptions;
  #isRequested = false;
  #isThrottled = false;

  /** Creates a coalescer. */
  static create(options: CoalescerOptions): Coalescer {
    return new Coalescer(options);
  }

  private constructor(options: CoalescerOptions) {
    this.#options = options;
  }

  /** Asks for a run: soon after a rest, else at the end of the interval. */
  request(): void {
    if (this.#options.signal.aborted) return;
    this.#isRequested = true;
    if (!this.#isThrottled) this.#rest();
  }

  /** Runs now, in place of a requested run that is still waiting. */
  flush(): void {
    this.#isRequested = false;
    if (!this.#options.signal.aborted) this.#options.run();
  }

  /** Runs now if a requested run is still waiting. */
  flushPending(): void {
    if (this.#isRequested) this.flush();
  }

  async #rest(): Promise<void> {
    const { clock, intervalMs, leading, signal } = this.#options;
    this.#isThrottled = true;
    if (leading) queueMicrotask(() => this.flushPending());
    await clock.delay(intervalMs, signal);
    this.#isThrottled = false;
    if (!this.#isRequested) return;
    if (leading) this.request();
    else this.flushPending();
  }
}
