import { Backoff } from '@fairway/backstage-plugin-delivery-common';
import type { BackoffLimits } from '@fairway/backstage-plugin-delivery-common';

/** When something is read again: less often while nothing changes. */
export class PollSchedule {
  readonly #backoff: Backoff;
  #dueAt = 0;

  /** @param limits - shortest and longest pause between two reads */
  static create(limits: BackoffLimits): PollSchedule {
    return new PollSchedule(limits);
  }

  private constructor(limits: BackoffLimits) {
    this.#backoff = Backoff.create({ ...limits, factor: 1.5 });
  }

  /** Time of the next read in milliseconds since the epoch; 0 for immediately */
  get dueAt(): number {
    return this.#dueAt;
  }

  /** Makes the next read due immediately. */
  reset(): void {
    this.#backoff.reset();
    this.#dueAt = 0;
  }

  /** Makes the next read due after the shortest pause. */
  restart(now: number): void {
    this.#backoff.reset();
    this.slow(now);
  }

  /** Makes the next read due after this pause; later pauses start from the shortest. */
  rest(now: number, milliseconds: number): void {
    this.#backoff.reset();
    this.#dueAt = now + milliseconds;
  }

  /**
   * Makes the next read due after a longer pause than the last one.
   *
   * @param limits - limits of this pause, where they differ from the usual ones
   */
  slow(now: number, limits?: BackoffLimits): void {
    this.#dueAt = now + this.#backoff.next(limits);
  }
}
