import { ResponseError, isError } from '@backstage/errors';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { Live, LiveState } from './DeliveryApi';
import type { Visibility } from './LiveFeed';

/** Options of a {@link PolledFeed}. */
export interface PolledFeedOptions<T> {
  /** Reads the value */
  read(signal: AbortSignal): Promise<T>;
  /** Shortest time in milliseconds from one read to the next, except for `retry` and a page that becomes visible */
  intervalMs: number;
  clock: Clock;
  visibility: Visibility;
}

/**
 * A value that is read in intervals while it has listeners and the page is visible,
 * once for all listeners. It is also read when the page becomes visible.
 */
export class PolledFeed<T> implements Live<T> {
  readonly #options: PolledFeedOptions<T>;
  readonly #listeners = new Set<() => void>();
  #state: LiveState<T> = { status: 'loading' };
  #running: AbortController | undefined;
  #wake = new AbortController();
  #dueAt = -Infinity;

  static create<T>(options: PolledFeedOptions<T>): PolledFeed<T> {
    return new PolledFeed(options);
  }

  private constructor(options: PolledFeedOptions<T>) {
    this.#options = options;
  }

  getState = (): LiveState<T> => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#running) {
      this.#running = new AbortController();
      this.#run(this.#running.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size) return;
      this.#running?.abort();
      this.#running = undefined;
    };
  };

  /** Reads now. */
  retry = (): void => {
    this.#dueAt = -Infinity;
    this.#wake.abort();
  };

  async #run(signal: AbortSignal): Promise<void> {
    const { visibility, clock, intervalMs } = this.#options;
    const stopLooking = visibility.subscribe(() => {
      if (visibility.isVisible()) this.retry();
    });
    while (!signal.aborted) {
      if (visibility.isVisible() && clock.now() >= this.#dueAt) {
        this.#dueAt = clock.now() + intervalMs;
        await this.#read(signal);
        if (signal.aborted) break;
      }
      const dueInMs = this.#dueAt - clock.now();
      const isPaused = !visibility.isVisible();
      if (!isPaused && dueInMs <= 0) continue;
      this.#wake = new AbortController();
      await clock.delay(
        isPaused ? intervalMs : dueInMs,
        AbortSignal.any([signal, this.#wake.signal]),
      );
    }
    stopLooking();
  }

  async #read(signal: AbortSignal): Promise<void> {
    try {
      const value = await this.#options.read(signal);
      if (signal.aborted) return;
      const { status } = this.#state;
      const known = 'value' in this.#state ? this.#state.value : undefined;
      const isSame = JSON.stringify(known) === JSON.stringify(value);
      // An unchanged value is the same object, so that no view renders it again.
      if (known !== undefined && isSame && status === 'live') return;
      this.#set({
        status: 'live',
        value: known !== undefined && isSame ? known : value,
      });
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const problem = problemOf(error);
    const state = this.#state;
    if (error instanceof ResponseError && error.response.status === 403) {
      this.#set({ status: 'refused', problem });
      return;
    }
    const isUnreachable =
      isError(error) && error.name === 'ServiceUnavailableError';
    const interruption = {
      cause: isUnreachable ? ('unreachable' as const) : ('error' as const),
      problem,
    };
    if (!('value' in state)) {
      this.#set({ status: 'failed', interruption });
      return;
    }
    this.#set({
      status: 'reconnecting',
      value: state.value,
      since:
        state.status === 'reconnecting'
          ? state.since
          : this.#options.clock.now(),
      interruption,
    });
  }

  #set(state: LiveState<T>): void {
    this.#state = state;
    this.#listeners.forEach(listen => listen());
  }
}
