import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Activity } from '../activity';
import { entityReader } from './entityReader';
import { fleetViewOf } from './fleetViewOf';
import type { FleetViewOptions } from './fleetViewOf';
import { parseQuery } from './parseQuery';

/** Dependencies of the routes across services. */
export interface ActivityRouterOptions extends FleetViewOptions {
  httpAuth: HttpAuthService;
  catalog: CatalogService;
  activity: Pick<Activity, 'reader' | 'commits'>;
}

/**
 * Serves what changed in all services that the caller may see, and where commits are:
 * `/v1/activity` and `/v1/commits`.
 */
export function createActivityRouter(options: ActivityRouterOptions): Router {
  const { httpAuth, catalog, activity } = options;
  const router = PromiseRouter();
  const { getActivity, searchCommits } = deliveryRoutes;

  router.get(getActivity.path, async (req, res) => {
    const selection = parseQuery(getActivity, req);
    const credentials = await httpAuth.credentials(req);
    const view = await fleetViewOf(options, credentials);
    const readEntities = entityReader(catalog, credentials);
    res.json(await activity.reader.page(view, selection, readEntities));
  });

  router.get(searchCommits.path, async (req, res) => {
    const selection = parseQuery(searchCommits, req);
    const credentials = await httpAuth.credentials(req);
    const view = await fleetViewOf(options, credentials);
    const readEntities = entityReader(catalog, credentials);
    res.json(await activity.commits.search(view, selection, readEntities));
  });

  return router;
}
