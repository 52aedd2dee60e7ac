import { FAIRWAY_DISCOVERED_IN } from './annotations';

/** Of an entity that the portal made of what runs, and whose owner nobody has named. @public */
export const UNKNOWN_OWNER = 'unknown';

/** The `CLUSTER/NAMESPACE`s that an entity was found in, by its annotations. @public */
export function discoveredIn(
  annotations: Record<string, string> = {},
): string[] {
  return annotations[FAIRWAY_DISCOVERED_IN]?.split(',') ?? [];
}
