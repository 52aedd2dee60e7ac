import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { FleetHub } from '../services';
import { fleetViewOf } from './fleetViewOf';
import type { FleetViewOptions } from './fleetViewOf';

/** What the fleet's route needs. */
export interface FleetRouterOptions extends FleetViewOptions {
  httpAuth: HttpAuthService;
  fleet: FleetHub;
}

/** All services that a viewer may see: `/v1/fleet`. */
export function createFleetRouter(options: FleetRouterOptions): Router {
  const { httpAuth, fleet } = options;
  const router = PromiseRouter();
  router.get('/v1/fleet', async (req, res) => {
    const view = await fleetViewOf(options, await httpAuth.credentials(req));
    res.type('application/json').send(fleet.read(view));
  });
  return router;
}
