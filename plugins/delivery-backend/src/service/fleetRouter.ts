import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { FleetHub } from '../fleet/FleetHub';
import { fleetView } from '../fleet/FleetView';
import type { FleetView } from '../fleet/FleetView';
import type { ServiceCatalog } from '../fleet/ServiceCatalog';
import type { DeliveryAuthorizer } from '../permissions/DeliveryAuthorizer';
import type { ServiceAuthorizer } from '../permissions/ServiceAuthorizer';
import { pipelineReadPermission } from '@fairway/backstage-plugin-delivery-common';
import type { EventStreams } from './EventStreams';

/** What the fleet's routes need. */
export interface FleetRouterOptions {
  httpAuth: HttpAuthService;
  authorizer: DeliveryAuthorizer;
  pipelineAuthorizer: ServiceAuthorizer;
  services: ServiceCatalog;
  fleet: FleetHub;
  streams: EventStreams;
}

/** All services that a viewer may see: `/v1/fleet`, whole and live. */
export function createFleetRouter(options: FleetRouterOptions): Router {
  const { httpAuth, fleet, streams } = options;
  const router = PromiseRouter();

  router.get('/v1/fleet', async (req, res) => {
    const view = await viewOf(options, await httpAuth.credentials(req));
    res.type('application/json').send(fleet.read(view));
  });

  router.get('/v1/fleet/stream', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const lastEventId = req.header('last-event-id');
    let view = await viewOf(options, credentials);
    let leave = () => {};
    let follow = () => leave;
    await streams.serve(res, {
      expiresAt: credentials.expiresAt,
      subscribe: send => {
        leave = fleet.subscribe(view, send, lastEventId);
        follow = () => fleet.subscribe(view, send);
        return () => leave();
      },
      isStillAllowed: async () => {
        const now = await viewOf(options, credentials);
        if (now.key === view.key) return true;
        // A service came or went, or a right: the viewer goes on with a snapshot.
        view = now;
        leave();
        leave = follow();
        return true;
      },
    });
  });

  return router;
}

/** The services that the catalog shows the viewer, with the environments that delivery.read does. */
async function viewOf(
  { authorizer, services, pipelineAuthorizer }: FleetRouterOptions,
  credentials: BackstageCredentials,
): Promise<FleetView> {
  const [visible, readableOf, mayReadRuns] = await Promise.all([
    services.visibleTo(credentials),
    authorizer.readableBy(credentials),
    pipelineAuthorizer.allowedBy(pipelineReadPermission, credentials),
  ]);
  return fleetView(
    new Map(visible.map(service => [service.entityRef, readableOf(service)])),
    new Set(visible.filter(mayReadRuns).map(({ entityRef }) => entityRef)),
  );
}
