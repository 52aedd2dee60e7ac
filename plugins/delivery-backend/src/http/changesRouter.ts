import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  deliveryRoutes,
  pipelineReadPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ChangeReader } from '../pipelines';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import { parseQuery } from './parseQuery';
import { serviceOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** Serves the changes of a service: its commits, with their runs and environments. */
export function createChangesRouter(
  options: ViewOptions & {
    httpAuth: HttpAuthService;
    changes: ChangeReader;
    services: ServiceAuthorizer;
  },
): Router {
  const { httpAuth, changes, services } = options;
  const router = PromiseRouter();
  router.get(deliveryRoutes.getChanges.path, async (req, res) => {
    const { commit, search, limit } = parseQuery(
      deliveryRoutes.getChanges,
      req,
    );
    const credentials = await httpAuth.credentials(req);
    const { entity, view } = await serviceOf(options, req.params, credentials);
    const mayRead = await services.isAllowed(
      pipelineReadPermission,
      entity,
      credentials,
    );
    const selection = { search: commit ?? search, limit };
    res.json(await changes.changes(entity, view, mayRead, selection));
  });
  return router;
}
