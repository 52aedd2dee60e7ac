import type { Clock } from './Clock';

/**
 * Options of a {@link SilenceWatchdog}.
 *
 * @public
 */
export interface SilenceWatchdogOptions {
  /** Clock of the pauses */
  clock: Clock;
  /** Milliseconds without a call of `heard()` that count as silence */
  limitMs: number;
  /** Ends the watch when it aborts */
  signal?: AbortSignal;
}

/**
 * Watches a connection that has to send something from time to time, and aborts
 * its signal when the connection was silent for too long.
 *
 * @public
 */
export class SilenceWatchdog {
  /** Aborts after too long a silence, or together with the signal of the options */
  readonly signal: AbortSignal;
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #silence = new AbortController();
  readonly #stopped = new AbortController();
  #lastHeard: number;

  /** Starts to watch; the silence begins now. */
  static start(options: SilenceWatchdogOptions): SilenceWatchdog {
    const watchdog = new SilenceWatchdog(options);
    watchdog.#watch(
      options.signal
        ? AbortSignal.any([options.signal, watchdog.#stopped.signal])
        : watchdog.#stopped.signal,
    );
    return watchdog;
  }

  private constructor({ clock, limitMs, signal }: SilenceWatchdogOptions) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#lastHeard = clock.now();
    this.signal = signal
      ? AbortSignal.any([signal, this.#silence.signal])
      : this.#silence.signal;
  }

  /** Whether the silence was too long */
  get isSilent(): boolean {
    return this.#silence.signal.aborted;
  }

  /** Reports that the connection sent something. */
  heard(): void {
    this.#lastHeard = this.#clock.now();
  }

  /** Ends the watch; the signal does not abort for silence after this. */
  stop(): void {
    this.#stopped.abort();
  }

  async #watch(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const left = this.#lastHeard + this.#limitMs - this.#clock.now();
      if (left <= 0) {
        this.#silence.abort();
        return;
      }
      await this.#clock.delay(left, until);
    }
  }
}
