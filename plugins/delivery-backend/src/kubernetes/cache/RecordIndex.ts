/** Index of records by a key; a record without a key is not in it. */
export class RecordIndex<T extends { uid: string }> {
  readonly #keyOf: (record: T) => string | undefined;
  readonly #groups = new Map<string, Map<string, T>>();

  constructor(keyOf: (record: T) => string | undefined) {
    this.#keyOf = keyOf;
  }

  add(record: T): void {
    const key = this.#keyOf(record);
    if (key === undefined) return;
    const group = this.#groups.get(key) ?? new Map<string, T>();
    this.#groups.set(key, group.set(record.uid, record));
  }

  remove(record: T): void {
    const key = this.#keyOf(record);
    const group = key === undefined ? undefined : this.#groups.get(key);
    if (!group || key === undefined) return;
    group.delete(record.uid);
    if (!group.size) this.#groups.delete(key);
  }

  /** Any record with this key for which the predicate holds. */
  find(key: string, isWanted: (record: T) => boolean): T | undefined {
    for (const record of this.#groups.get(key)?.values() ?? []) {
      if (isWanted(record)) return record;
    }
    return undefined;
  }

  get(key: string): T[] {
    return [...(this.#groups.get(key)?.values() ?? [])];
  }

  keys(): string[] {
    return [...this.#groups.keys()];
  }
}
