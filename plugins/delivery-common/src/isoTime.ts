/** Largest number of milliseconds that a `Date` can have. */
const LAST_MS = 8.64e15;

/**
 * ISO time of a number of milliseconds from outside. A number beyond what a `Date` can have
 * becomes its first or last time, instead of an error.
 * @public
 */
export function isoTime(ms: number): string {
  const valid = Number.isNaN(ms)
    ? 0
    : Math.max(-LAST_MS, Math.min(ms, LAST_MS));
  return new Date(valid).toISOString();
}
