import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { pipelineReadPermission } from '@fairway/backstage-plugin-delivery-common';
import { fleetView } from '../services';
import type { FleetView, ServiceCatalog } from '../services';
import type { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';

/** Dependencies of {@link fleetViewOf}. */
export interface FleetViewOptions {
  authorizer: DeliveryAuthorizer;
  serviceAuthorizer: ServiceAuthorizer;
  services: ServiceCatalog;
}

/** The services that the catalog shows to the caller, each with the environments that `delivery.read` allows. */
export async function fleetViewOf(
  { authorizer, services, serviceAuthorizer }: FleetViewOptions,
  credentials: BackstageCredentials,
): Promise<FleetView> {
  const [visible, readableOf, mayReadRuns] = await Promise.all([
    services.visibleTo(credentials),
    authorizer.readableBy(credentials),
    serviceAuthorizer.allowedBy(pipelineReadPermission, credentials),
  ]);
  return fleetView(
    new Map(visible.map(service => [service.entityRef, readableOf(service)])),
    new Set(visible.filter(mayReadRuns).map(({ entityRef }) => entityRef)),
  );
}
