import { createHash } from 'node:crypto';

/** What one kind of viewer may see of the fleet. */
export interface FleetView {
  /** The same for all viewers who may see the same */
  key: string;
  /** Names of readable environments, by entity ref */
  environments: ReadonlyMap<string, string[]>;
}

/** A view by its readable environments, by entity ref. */
export function fleetView(environments: Map<string, string[]>): FleetView {
  const entries = [...environments]
    .filter(([, names]) => names.length)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const key = createHash('sha256').update(JSON.stringify(entries));
  return { key: key.digest('hex'), environments: new Map(entries) };
}
