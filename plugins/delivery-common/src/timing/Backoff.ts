/**
 * Shortest and longest pause between two attempts, in milliseconds.
 *
 * @public
 */
export interface BackoffLimits {
  /** Shortest pause */
  minMs: number;
  /** Longest pause */
  maxMs: number;
}

/**
 * Options of a {@link Backoff}.
 *
 * @public
 */
export interface BackoffOptions extends BackoffLimits {
  /** Growth from one pause to the next; 2 if omitted */
  factor?: number;
  /**
   * Source of jitter, from 0 to 1. A pause is then between half of its length
   * and its full length. Without it, pauses have no jitter.
   */
  random?: () => number;
}

/**
 * Pauses between attempts, which grow exponentially until `reset()`.
 *
 * @public
 */
export class Backoff {
  readonly #options: BackoffOptions;
  #pauseMs = 0;

  /** Creates a backoff. */
  static create(options: BackoffOptions): Backoff {
    return new Backoff(options);
  }

  private constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /**
   * Length of the next pause in milliseconds.
   *
   * @param limits - limits of this pause alone, where they differ by the reason
   * for the attempt
   */
  next(limits: BackoffLimits = this.#options): number {
    const { factor = 2, random } = this.#options;
    const grown = Math.max(limits.minMs, this.#pauseMs * factor);
    this.#pauseMs = Math.min(limits.maxMs, grown);
    return random ? this.#pauseMs * (0.5 + random() / 2) : this.#pauseMs;
  }

  /** Starts again with the shortest pause. */
  reset(): void {
    this.#pauseMs = 0;
  }
}
