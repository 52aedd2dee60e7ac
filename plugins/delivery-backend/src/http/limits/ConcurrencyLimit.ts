/** Limits what each person has open at the same time. */
export class ConcurrencyLimit {
  readonly #limit: number;
  /** Numbers that are open, by person; nobody has 0 */
  readonly #open = new Map<string, number>();

  static create(limit: number): ConcurrencyLimit {
    return new ConcurrencyLimit(limit);
  }

  private constructor(limit: number) {
    this.#limit = limit;
  }

  /** Number of people who have something open. */
  get people(): number {
    return this.#open.size;
  }

  /**
   * Counts an amount as open until the returned function is called. Returns undefined,
   * and counts nothing, if the person would exceed the limit.
   */
  acquire(person: string, amount: number): (() => void) | undefined {
    const after = (this.#open.get(person) ?? 0) + amount;
    if (after > this.#limit) return undefined;
    this.#open.set(person, after);
    let isOpen = true;
    return () => {
      if (isOpen) this.#release(person, amount);
      isOpen = false;
    };
  }

  #release(person: string, amount: number): void {
    const left = (this.#open.get(person) ?? 0) - amount;
    if (left > 0) this.#open.set(person, left);
    else this.#open.delete(person);
  }
}
