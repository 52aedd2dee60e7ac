import { mergeSightings } from './Sighting';
import type { Sighting } from './Sighting';

/** A workload whose sighting waits to be recorded. */
export interface Waiting {
  cluster: string;
  workloadUid: string;
  sighting: Sighting;
}

/** What was seen and is not recorded yet: one sighting a workload, first come first. */
export class Backlog {
  readonly #waiting = new Map<string, Waiting>();

  get size(): number {
    return this.#waiting.size;
  }

  add(item: Waiting): void {
    const key = keyOf(item);
    const earlier = this.#waiting.get(key)?.sighting;
    this.#waiting.set(key, {
      ...item,
      sighting: earlier
        ? mergeSightings(earlier, item.sighting)
        : item.sighting,
    });
  }

  /** Takes the one that waits longest. */
  take(): Waiting | undefined {
    for (const [key, item] of this.#waiting) {
      this.#waiting.delete(key);
      return item;
    }
    return undefined;
  }

  /** Returns what was taken, behind all others; what came since is later. */
  putBack(item: Waiting): void {
    const key = keyOf(item);
    const later = this.#waiting.get(key)?.sighting;
    this.#waiting.delete(key);
    this.#waiting.set(key, {
      ...item,
      sighting: later ? mergeSightings(item.sighting, later) : item.sighting,
    });
  }
}

function keyOf({ cluster, workloadUid }: Waiting): string {
  return `${cluster}/${workloadUid}`;
}
