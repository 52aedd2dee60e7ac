import type { Clock } from '@fairway/backstage-plugin-delivery-common';

/** Makes one call for several callers that need the same result at about the same time. */
export class SharedCalls {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #calls = new Map<string, Promise<unknown>>();

  static create(options: {
    clock: Clock;
    /** Ends the waits when it aborts */
    signal: AbortSignal;
  }): SharedCalls {
    return new SharedCalls(options);
  }

  private constructor({
    clock,
    signal,
  }: Parameters<typeof SharedCalls.create>[0]) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Number of results that are kept, and of calls in progress. */
  get size(): number {
    return this.#calls.size;
  }

  /** Whether {@link share} makes no call for a key. */
  has(key: string): boolean {
    return this.#calls.has(key);
  }

  /**
   * Returns the result of a call that is in progress or has succeeded recently,
   * else makes the call. A failure rejects for all callers that wait, and is not
   * reused.
   *
   * @param milliseconds - how long a result is reused; then its memory is released
   */
  share<T>(
    key: string,
    milliseconds: number,
    call: () => Promise<T>,
  ): Promise<T> {
    const known = this.#calls.get(key);
    if (known) return known as Promise<T>;
    const result = call();
    this.#calls.set(key, result);
    this.#forget(key, milliseconds, result);
    return result;
  }

  async #forget(
    key: string,
    milliseconds: number,
    result: Promise<unknown>,
  ): Promise<void> {
    try {
      await result;
      await this.#clock.delay(milliseconds, this.#signal);
    } catch {
      // The callers get the error.
    } finally {
      this.#calls.delete(key);
    }
  }
}
