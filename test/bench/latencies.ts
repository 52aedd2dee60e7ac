/** A change in the API server's watch. */
export interface Change {
  /** Topic of its viewers: a service, or the fleet */
  topic: string;
  /** UID of the changed object */
  key: string;
  /** Visible state */
  value: number;
  /** Milliseconds since the epoch */
  at: number;
}

/** A visible change of an object at one viewer. */
export interface Sight {
  viewer: number;
  key: string;
  value: number;
  /** Milliseconds since the epoch */
  at: number;
}

/** Times from changes to viewers, one for each change and viewer. */
export interface Waits {
  milliseconds: number[];
  /** Changes that never reached a viewer */
  missed: number;
}

/** Percentiles over all changes and viewers. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/** The measuring watch may receive a change later than the portal, by at most this time. */
const WATCH_SKEW_MS = 250;

/**
 * Computes the time from each change to each viewer of its topic. A replaced change
 * counts as seen with the later one, because a viewer needs only the latest state.
 *
 * @param topics - topic of each viewer
 * @param counts - whether a change is measured
 */
export function waits(
  changes: Change[],
  sights: Sight[],
  topics: string[],
  counts: (change: Change) => boolean = () => true,
): Waits {
  const byKey = Map.groupBy(changes, ({ key }) => key);
  const bySight = Map.groupBy(sights, ({ viewer, key }) => `${viewer} ${key}`);
  const viewers = Map.groupBy(topics.keys(), viewer => topics[viewer]);
  const result: Waits = { milliseconds: [], missed: 0 };
  for (const ofKey of byKey.values()) {
    for (const viewer of viewers.get(ofKey[0].topic) ?? []) {
      const seen = bySight.get(`${viewer} ${ofKey[0].key}`) ?? [];
      ofKey.forEach((change, index) => {
        if (!counts(change)) return;
        const sight = seen.find(({ value, at }) =>
          ofKey
            .slice(index)
            // A value may occur again; only occurrences after the change count.
            .some(
              later => later.value === value && at >= later.at - WATCH_SKEW_MS,
            ),
        );
        if (sight) {
          result.milliseconds.push(Math.max(0, sight.at - change.at));
        } else result.missed += 1;
      });
    }
  }
  return result;
}

/** @returns zeros if there are no changes */
export function percentiles(values: number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
