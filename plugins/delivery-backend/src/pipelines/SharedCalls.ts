import type { Clock } from '@fairway/backstage-plugin-delivery-common';

/** Makes a call once for all who want the same at about the same time. */
export class SharedCalls {
  readonly #clock: Clock;
  readonly #calls = new Map<
    string,
    { until: number; answer: Promise<unknown> }
  >();

  static create(clock: Clock): SharedCalls {
    return new SharedCalls(clock);
  }

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The answer of a call that is under way or was begun lately; a failure is
   * told to who waited for it, and not kept.
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
    if (known) return known.answer as Promise<T>;
    const answer = call();
    const entry = { until: Infinity, answer };
    this.#calls.set(key, entry);
    answer.then(
      () => {
        entry.until = this.#clock.now() + milliseconds;
      },
      () => this.#calls.delete(key),
    );
    return answer;
  }
}
