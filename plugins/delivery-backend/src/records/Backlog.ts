import { mergeHappenings } from './recordedHappening';
import type { HappeningEntry } from './recordedHappening';
import { mergeSightings } from './Sighting';
import type { Sighting } from './Sighting';

/** The most happenings of one workload that wait to be recorded. */
const MOST = 200;

/** What was seen of one workload and waits to be recorded. */
export interface Waiting {
  cluster: string;
  workloadUid: string;
  /** Of its releases, where something is new of them */
  sighting?: Sighting;
  /** What happened besides */
  happened: HappeningEntry[];
}

/** What was seen and is not recorded yet: once a workload, first come first. */
export class Backlog {
  readonly #waiting = new Map<string, Waiting>();

  get size(): number {
    return this.#waiting.size;
  }

  add(item: Waiting): void {
    const key = keyOf(item);
    const earlier = this.#waiting.get(key);
    this.#waiting.set(key, earlier ? merge(earlier, item) : item);
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
    const later = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#waiting.set(key, later ? merge(item, later) : item);
  }
}

function merge(earlier: Waiting, later: Waiting): Waiting {
  return {
    ...earlier,
    sighting:
      earlier.sighting && later.sighting
        ? mergeSightings(earlier.sighting, later.sighting)
        : (later.sighting ?? earlier.sighting),
    happened: mergeHappened(earlier.happened, later.happened),
  };
}

function mergeHappened(
  earlier: HappeningEntry[],
  later: HappeningEntry[],
): HappeningEntry[] {
  const byId = new Map(earlier.map(entry => [entry.happening.id, entry]));
  for (const { happening, claims } of later) {
    const known = byId.get(happening.id)?.happening;
    byId.set(happening.id, {
      claims,
      happening: known ? mergeHappenings(known, happening) : happening,
    });
  }
  return [...byId.values()].slice(-MOST);
}

function keyOf({ cluster, workloadUid }: Waiting): string {
  return `${cluster}/${workloadUid}`;
}
