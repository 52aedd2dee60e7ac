import { FAIRWAY_DISCOVERED_IN } from './annotations';

/** Ref of the group that owns entities that the portal created from running workloads, until they have an owner. It has no members. @public */
export const UNKNOWN_OWNER = 'group:default/unknown';

/** Returns the `CLUSTER/NAMESPACE` pairs in which an entity's workloads were discovered, from its annotations. @public */
export function discoveredIn(
  annotations: Record<string, string> = {},
): string[] {
  return annotations[FAIRWAY_DISCOVERED_IN]?.split(',') ?? [];
}
