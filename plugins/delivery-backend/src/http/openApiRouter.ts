import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { createOpenApiDocument } from './openApi';

/** Serves the OpenAPI document of the API: `/v1/openapi.json`. */
export function createOpenApiRouter(options: {
  httpAuth: HttpAuthService;
}): Router {
  const document = createOpenApiDocument('v1');
  const router = PromiseRouter();
  router.get(deliveryRoutes.getOpenApi.path, async (req, res) => {
    await options.httpAuth.credentials(req);
    res.json(document);
  });
  return router;
}
