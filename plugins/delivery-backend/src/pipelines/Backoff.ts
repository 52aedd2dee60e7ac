const GROWTH = 1.5;

/** How often something is done again: ever less often while nothing comes of it. */
export class Backoff {
  #dueAt = 0;
  #every = 0;

  /** Milliseconds since the epoch; 0 for at once */
  get dueAt(): number {
    return this.#dueAt;
  }

  /** At once, and from then on as at first. */
  reset(): void {
    this.#dueAt = 0;
    this.#every = 0;
  }

  /** As at first, from now on. */
  begin(now: number, every: number): void {
    this.#every = every;
    this.#dueAt = now + every;
  }

  /** After so many milliseconds, and from then on as at first. */
  rest(now: number, milliseconds: number): void {
    this.#every = 0;
    this.#dueAt = now + milliseconds;
  }

  /** Less often than before, but at least so often as `most`. */
  slow(now: number, { first, most }: { first: number; most: number }): void {
    const every = Math.max(first, this.#every * GROWTH);
    this.begin(now, Math.min(most, every));
  }
}
