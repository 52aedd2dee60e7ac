import { FAIRWAY_DISCOVERED_IN } from './annotations';

/** Owner of an entity that the portal created from running workloads, if nobody has named the owner. @public */
export const UNKNOWN_OWNER = 'unknown';

/** Returns the `CLUSTER/NAMESPACE` pairs in which an entity's workloads were discovered, from its annotations. @public */
export function discoveredIn(
  annotations: Record<string, string> = {},
): string[] {
  return annotations[FAIRWAY_DISCOVERED_IN]?.split(',') ?? [];
}
