const SECONDS: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * A pause's duration in seconds: a number of them, or Go's `1h30m`. NaN-free:
 * what cannot be read is no duration, as a person has to look at it.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function readDuration(duration: string | number): number | undefined {
  if (typeof duration === 'number') return duration;
  if (/^\d+$/.test(duration)) return Number(duration);
  const parts = [
    ...duration.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|ms|s|m|h)/gy),
  ];
  const isWhole = parts.map(([part]) => part).join('') === duration;
  if (!parts.length || !isWhole) return undefined;
  return parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * SECONDS[unit],
    0,
  );
}
