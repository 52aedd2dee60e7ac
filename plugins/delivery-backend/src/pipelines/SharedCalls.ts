import type { Clock } from '@fairway/backstage-plugin-delivery-common';

/** Makes one call for several callers that need the same result at about the same time. */
export class SharedCalls {
  readonly #clock: Clock;
  readonly #calls = new Map<
    string,
    { until: number; result: Promise<unknown> }
  >();

  static create(clock: Clock): SharedCalls {
    return new SharedCalls(clock);
  }

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Returns the result of a call that is in progress or has succeeded recently,
   * else makes the call. A failure rejects for all callers that wait, and is not
   * reused.
   *
   * @param milliseconds - how long a result is reused
   */
  share<T>(
    key: string,
    milliseconds: number,
    call: () => Promise<T>,
  ): Promise<T> {
    const now = this.#clock.now();
    for (const [other, { until }] of this.#calls) {
      if (until <= now) this.#calls.delete(other);
    }
    const known = this.#calls.get(key);
    if (known) return known.result as Promise<T>;
    const result = call();
    const entry = { until: Infinity, result };
    this.#calls.set(key, entry);
    result.then(
      () => {
        entry.until = this.#clock.now() + milliseconds;
      },
      () => this.#calls.delete(key),
    );
    return result;
  }
}
