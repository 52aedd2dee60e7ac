import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { FleetHub } from '../services';
import { fleetViewOf } from './fleetViewOf';
import type { FleetViewOptions } from './fleetViewOf';

/** Dependencies of the fleet's route. */
export interface FleetRouterOptions extends FleetViewOptions {
  httpAuth: HttpAuthService;
  fleet: FleetHub;
}

/** Serves all services that the caller may see: `/v1/fleet`. */
export function createFleetRouter(options: FleetRouterOptions): Router {
  const { httpAuth, fleet } = options;
  const router = PromiseRouter();
  router.get(deliveryRoutes.getFleet.path, async (req, res) => {
    const view = await fleetViewOf(options, await httpAuth.credentials(req));
    res.type('application/json').send(fleet.read(view));
  });
  return router;
}
