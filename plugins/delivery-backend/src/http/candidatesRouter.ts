import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { pipelineReadPermission } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import type { PipelineFinder } from '../pipelines';
import { serviceOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/**
 * The jobs that build a service's repository. Which one that is, its workloads
 * say, and no request: who may neither deploy nor select workloads asks about no other.
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
  router.get(
    '/v1/services/:kind/:namespace/:name/pipelines/candidates',
    async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      const { entity, view } = await serviceOf(
        options,
        req.params,
        credentials,
      );
      await services.authorize(pipelineReadPermission, entity, credentials);
      res.json(await finder.candidates(view));
    },
  );
  return router;
}
