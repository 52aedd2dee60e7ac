import type { FleetRow } from '@fairway/backstage-plugin-delivery-common';
import type { Grouping } from './fleetFilter';

/** One line of the fleet: a service, or the name of those below it. */
export type FleetLine =
  | { type: 'group'; key: string; entityRef: string | undefined; size: number }
  | { type: 'row'; key: string; row: FleetRow };

/** Rows under the names of their groups; those of none come last. */
export function fleetLines(rows: FleetRow[], group: Grouping): FleetLine[] {
  const lineOf = (row: FleetRow): FleetLine => ({
    type: 'row',
    key: row.entityRef,
    row,
  });
  if (group === 'none') return rows.map(lineOf);
  const groups = new Map<string | undefined, FleetRow[]>();
  for (const row of rows) {
    const name = group === 'system' ? row.system : row.owners[0];
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups]
    .sort(([a], [b]) => (a ?? '\uffff').localeCompare(b ?? '\uffff'))
    .flatMap(([entityRef, members]): FleetLine[] => [
      {
        type: 'group',
        key: `group ${entityRef}`,
        entityRef,
        size: members.length,
      },
      ...members.map(lineOf),
    ]);
}
