import { createHash } from 'node:crypto';

/** What one kind of viewer may see of the fleet. */
export interface FleetView {
  /** The same for all viewers who may see the same */
  key: string;
  /** Names of readable environments, by entity ref */
  environments: ReadonlyMap<string, string[]>;
  /** Refs of the entities whose pipelines may be seen */
  runs: ReadonlySet<string>;
}

/** A view by its readable environments, by entity ref, and whose pipelines may be seen. */
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
