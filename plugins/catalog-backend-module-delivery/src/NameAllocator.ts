/** NameAllocator that are taken, each by one thing. The catalog tells no capital letters from small ones. */
export class NameAllocator {
  readonly #taken: Set<string>;

  /** @param refs - that are taken already */
  static create(refs: string[] = []): NameAllocator {
    return new NameAllocator(refs);
  }

  private constructor(refs: string[]) {
    this.#taken = new Set(refs);
  }

  /** The first of several names that is free, which it then is no longer; else the last. */
  take(refOf: (name: string) => string, names: string[]): string {
    const name =
      names.find(each => !this.#taken.has(refOf(each).toLowerCase())) ??
      names[names.length - 1];
    this.#taken.add(refOf(name).toLowerCase());
    return name;
  }
}
