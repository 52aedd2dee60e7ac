/**
 * Whether one resource version is before another; false for versions that are
 * not numbers and so cannot be compared.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function isBefore(version: string, other: string): boolean {
  const areNumbers = [version, other].every(v => /^\d+$/.test(v));
  return areNumbers && BigInt(version) < BigInt(other);
}
