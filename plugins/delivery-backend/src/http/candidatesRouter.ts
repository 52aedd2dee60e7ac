import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  deliveryRoutes,
  pipelineReadPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import type { PipelineFinder } from '../pipelines';
import { serviceOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/**
 * Serves the jobs that build a service's repository. The workloads of the service
 * name the repository, not the request: a user cannot ask about another one.
 */
export function createCandidatesRouter(
  options: ViewOptions & {
    httpAuth: HttpAuthService;
    services: ServiceAuthorizer;
    finder: PipelineFinder;
  },
): Router {
  const { httpAuth, services, finder } = options;
  const router = PromiseRouter();
  router.get(deliveryRoutes.getPipelineCandidates.path, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { entity, view } = await serviceOf(options, req.params, credentials);
    await services.authorize(pipelineReadPermission, entity, credentials);
    res.json(await finder.candidates(view));
  });
  return router;
}
