/** A change as the API server told it. */
export interface Change {
  /** What viewers who are to see it look at: a service, or the fleet */
  topic: string;
  /** Of what changed */
  key: string;
  /** What can be seen of it */
  value: number;
  /** Milliseconds since the epoch */
  at: number;
}

/** What one viewer saw of something, when it became different. */
export interface Sight {
  viewer: number;
  key: string;
  value: number;
  /** Milliseconds since the epoch */
  at: number;
}

/** How long changes took to be seen, a time for each change and viewer. */
export interface Waits {
  milliseconds: number[];
  /** Changes that a viewer was to see and never did */
  missed: number;
}

/** Percentiles over all changes and viewers. */
export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/** The watch that measures may hear of a change later than the portal's, by this at most. */
const WATCH_SKEW_MS = 250;

/**
 * How long each viewer waited for each change of what it looks at. A change
 * that another overtook counts as seen with that one: a viewer is to see the
 * latest, not each.
 *
 * @param topics - what each viewer looks at
 * @param counts - whether a change is one that is measured
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
            // A value may come again: only what was so by then counts.
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

/** @returns zeros when there is nothing to tell of */
export function percentiles(values: number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
