import type { Fleet } from '@fairway/backstage-plugin-delivery-common';

/** Text that changes when a service changes in a way that the list of changes may show. */
export function fleetRefreshKey(fleet: Fleet | undefined): string {
  return (fleet?.rows ?? [])
    .map(({ entityRef, cells, lastRun }) =>
      [
        entityRef,
        lastRun?.id,
        lastRun?.outcome,
        ...Object.values(cells).flatMap(cell =>
          cell
            ? [
                cell.deployedAt,
                cell.replicas.desired,
                cell.health.status,
                cell.rollout,
              ]
            : [],
        ),
      ].join(' '),
    )
    .join();
}
