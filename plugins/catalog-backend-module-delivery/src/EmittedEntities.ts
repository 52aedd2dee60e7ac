import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isDeepStrictEqual } from 'node:util';

/** How long the catalog may take to show what it was given; each time longer. */
const PATIENCE_MS = 120_000;
const LONGEST_PATIENCE_MS = 60 * 60_000;

/** What the catalog was given. */
interface Given {
  entity: Entity;
  at: number;
  /** Whether the catalog has shown it */
  isSeen: boolean;
  /** How long it may take to, until it is given again */
  patienceMs: number;
}

/** Knows what this process gave the catalog, and when it has to be given again. */
export class EmittedEntities {
  readonly #now: () => number;
  readonly #byRef = new Map<string, Given>();

  static create(now: () => number): EmittedEntities {
    return new EmittedEntities(now);
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** By ref */
  all(): Map<string, Entity> {
    return new Map([...this.#byRef].map(([ref, { entity }]) => [ref, entity]));
  }

  has(ref: string): boolean {
    return this.#byRef.has(ref);
  }

  forget(ref: string): void {
    this.#byRef.delete(ref);
  }

  /** What the catalog showed and no longer does has been taken over or removed: it is not ours any more. */
  see(shown: Map<string, Entity>): void {
    for (const [ref, given] of this.#byRef) {
      if (shown.has(ref)) given.isSeen = true;
      else if (given.isSeen) this.#byRef.delete(ref);
    }
  }

  /** Whether the catalog is to be given an entity: a new or changed one, or one that does not appear. */
  isDue(entity: Entity, shown: Map<string, Entity>): boolean {
    const ref = stringifyEntityRef(entity);
    const given = this.#byRef.get(ref);
    if (!given || !isDeepStrictEqual(given.entity, entity)) return true;
    const waited = this.#now() - given.at;
    return !shown.has(ref) && waited > given.patienceMs;
  }

  /** Keeps in mind that the catalog was given an entity now. */
  note(entity: Entity, shown: Map<string, Entity>): void {
    const ref = stringifyEntityRef(entity);
    const before = this.#byRef.get(ref);
    this.#byRef.set(ref, {
      entity,
      at: this.#now(),
      isSeen: shown.has(ref),
      patienceMs:
        before && !before.isSeen
          ? Math.min(2 * before.patienceMs, LONGEST_PATIENCE_MS)
          : PATIENCE_MS,
    });
  }
}
