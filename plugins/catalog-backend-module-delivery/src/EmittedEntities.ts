import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isDeepStrictEqual } from 'node:util';

/** Time after which an entity that does not appear in the catalog is emitted again. It doubles each time. */
const RETRY_MS = 120_000;
const MAX_RETRY_MS = 60 * 60_000;

/** An entity that was emitted to the catalog. */
interface Emission {
  entity: Entity;
  /** Time of the last emission, in milliseconds */
  at: number;
  /** Whether the entity has appeared in the catalog */
  isSeen: boolean;
  /** Time after which it is emitted again if it does not appear */
  retryAfterMs: number;
}

/** Tracks the entities that this process has emitted to the catalog, and when they have to be emitted again. */
export class EmittedEntities {
  readonly #now: () => number;
  readonly #byRef = new Map<string, Emission>();

  static create(now: () => number): EmittedEntities {
    return new EmittedEntities(now);
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** Returns all emitted entities by ref. */
  all(): Map<string, Entity> {
    return new Map([...this.#byRef].map(([ref, { entity }]) => [ref, entity]));
  }

  has(ref: string): boolean {
    return this.#byRef.has(ref);
  }

  forget(ref: string): void {
    this.#byRef.delete(ref);
  }

  /**
   * Compares with the provider's entities in the catalog. An entity that appeared and
   * then disappeared has been taken over or removed, so it is forgotten.
   */
  reconcile(inCatalog: Map<string, Entity>): void {
    for (const [ref, emission] of this.#byRef) {
      if (inCatalog.has(ref)) emission.isSeen = true;
      else if (emission.isSeen) this.#byRef.delete(ref);
    }
  }

  /** Whether an entity has to be emitted: it is new, has changed, or does not appear in the catalog. */
  isDue(entity: Entity, inCatalog: Map<string, Entity>): boolean {
    const ref = stringifyEntityRef(entity);
    const emission = this.#byRef.get(ref);
    if (!emission || !isDeepStrictEqual(emission.entity, entity)) return true;
    const waited = this.#now() - emission.at;
    return !inCatalog.has(ref) && waited > emission.retryAfterMs;
  }

  /** Records that an entity was emitted now. */
  record(entity: Entity, inCatalog: Map<string, Entity>): void {
    const ref = stringifyEntityRef(entity);
    const before = this.#byRef.get(ref);
    this.#byRef.set(ref, {
      entity,
      at: this.#now(),
      isSeen: inCatalog.has(ref),
      retryAfterMs:
        before && !before.isSeen
          ? Math.min(2 * before.retryAfterMs, MAX_RETRY_MS)
          : RETRY_MS,
    });
  }
}
