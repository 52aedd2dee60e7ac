import { listPages } from './listPages';

/** The resource version that the API server is at. */
export async function currentVersion(
  options: Omit<Parameters<typeof listPages>[0], 'pageSize'>,
): Promise<string> {
  const pages = listPages({ ...options, pageSize: 1 });
  for await (const { resourceVersion } of pages) return resourceVersion;
  return '';
}

/**
 * Whether one resource version is before another. Those that are no numbers
 * cannot be compared, and so are not.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function isBefore(version: string, other: string): boolean {
  const areNumbers = [version, other].every(v => /^\d+$/.test(v));
  return areNumbers && BigInt(version) < BigInt(other);
}
