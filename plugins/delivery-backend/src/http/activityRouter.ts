import type {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  deliveryRoutes,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Activity } from '../activity';
import type { FleetView } from '../services';
import { entityReader } from './entityReader';
import { fleetViewOf } from './fleetViewOf';
import type { FleetViewOptions } from './fleetViewOf';
import { parseQuery } from './parseQuery';

/** Dependencies of the routes across services. */
export interface ActivityRouterOptions extends FleetViewOptions {
  httpAuth: HttpAuthService;
  catalog: CatalogService;
  activity: {
    reader: Pick<Activity['reader'], 'page'>;
    commits: Pick<Activity['commits'], 'search'>;
  };
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
    const view = await readViewOf(options, credentials);
    const readEntities = entityReader(catalog, credentials);
    res.json(await activity.reader.page(view, selection, readEntities));
  });

  router.get(searchCommits.path, async (req, res) => {
    const selection = parseQuery(searchCommits, req);
    const credentials = await httpAuth.credentials(req);
    const view = await readViewOf(options, credentials);
    const readEntities = entityReader(catalog, credentials);
    res.json(await activity.commits.search(view, selection, readEntities));
  });

  return router;
}

/**
 * The services and environments that the caller may see.
 *
 * @throws ServiceUnavailableError before the catalog has been read: an empty list would
 * say that nothing has changed
 */
async function readViewOf(
  options: FleetViewOptions,
  credentials: BackstageCredentials,
): Promise<FleetView> {
  if (!options.services.isRead) {
    throw problemError(
      ServiceUnavailableError,
      requestProblem('servicesUnread'),
    );
  }
  return fleetViewOf(options, credentials);
}
