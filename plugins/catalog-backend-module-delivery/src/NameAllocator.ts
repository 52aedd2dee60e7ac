/** Allocates unique names. Upper and lower case are equal, as in the catalog. */
export class NameAllocator {
  readonly #taken: Set<string>;

  /** @param refs - refs that are already in use */
  static create(refs: string[] = []): NameAllocator {
    return new NameAllocator(refs);
  }

  private constructor(refs: string[]) {
    this.#taken = new Set(refs);
  }

  /** Allocates the first free name of several; the last one if none is free. */
  allocate(refOf: (name: string) => string, names: string[]): string {
    const name =
      names.find(each => !this.#taken.has(refOf(each).toLowerCase())) ??
      names[names.length - 1];
    this.#taken.add(refOf(name).toLowerCase());
    return name;
  }
}
