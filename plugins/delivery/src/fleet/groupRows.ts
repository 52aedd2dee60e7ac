import type { FleetRow } from '@fairway/backstage-plugin-delivery-common';
import type { Grouping } from './fleetFilter';

/** One row of the fleet table: a service, or the heading of a group. */
export type FleetTableRow =
  | {
      type: 'group';
      key: string;
      entityRef: string | undefined;
      /** Translation key of the heading if there is no entity ref */
      missingKey: 'fleet.noSystem' | 'fleet.noOwner';
      size: number;
    }
  | { type: 'service'; key: string; service: FleetRow };

/** Groups services under headings. Services without a group come last. */
export function groupRows(
  services: FleetRow[],
  grouping: Grouping,
): FleetTableRow[] {
  const toTableRow = (service: FleetRow): FleetTableRow => ({
    type: 'service',
    key: service.entityRef,
    service,
  });
  if (grouping === 'none') return services.map(toTableRow);
  const groups = new Map<string | undefined, FleetRow[]>();
  for (const service of services) {
    const name = grouping === 'system' ? service.system : service.owners[0];
    groups.set(name, [...(groups.get(name) ?? []), service]);
  }
  return [...groups]
    .sort(([a], [b]) => (a ?? '\uffff').localeCompare(b ?? '\uffff'))
    .flatMap(([entityRef, members]): FleetTableRow[] => [
      {
        type: 'group',
        key: `group ${entityRef}`,
        entityRef,
        missingKey: grouping === 'system' ? 'fleet.noSystem' : 'fleet.noOwner',
        size: members.length,
      },
      ...members.map(toTableRow),
    ]);
}
