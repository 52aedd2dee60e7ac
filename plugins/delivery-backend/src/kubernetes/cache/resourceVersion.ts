import { listPages } from './listPages';

/** Current resource version of the API server, by a consistent read. */
export async function currentVersion(
  options: Omit<Parameters<typeof listPages>[0], 'pageSize' | 'fromWatchCache'>,
): Promise<string> {
  const pages = listPages({
    ...options,
    pageSize: 1,
    fromWatchCache: false,
  });
  for await (const { resourceVersion } of pages) return resourceVersion;
  return '';
}

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
