import { createHash } from 'node:crypto';

/** The part of the fleet that a viewer may see. */
export interface FleetView {
  /** Key that is equal for viewers with the same permissions */
  key: string;
  /** Names of readable environments, by entity ref */
  environments: ReadonlyMap<string, string[]>;
  /** Entity refs of services whose pipelines the viewer may read */
  runs: ReadonlySet<string>;
}

/**
 * Creates a view.
 *
 * @param environments - names of readable environments, by entity ref
 * @param runs - entity refs of services whose pipelines the viewer may read
 */
export function fleetView(
  environments: Map<string, string[]>,
  runs: Set<string> = new Set(),
): FleetView {
  const entries = [...environments]
    .filter(([, names]) => names.length)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const key = createHash('sha256').update(
    JSON.stringify([entries, [...runs].sort()]),
  );
  return { key: key.digest('hex'), environments: new Map(entries), runs };
}
