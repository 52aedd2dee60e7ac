import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Request, Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { DeliveryReader, DeliveryView } from '../delivery/DeliveryReader';
import { serviceQuery } from '../delivery/serviceQuery';
import type { DeliveryHub } from '../hub/DeliveryHub';
import type { DeliveryAuthorizer } from '../permissions/DeliveryAuthorizer';
import type { EventStreams } from './EventStreams';

/** What the routes need. */
export interface RouterOptions {
  httpAuth: HttpAuthService;
  catalog: CatalogService;
  authorizer: DeliveryAuthorizer;
  reader: DeliveryReader;
  hub: DeliveryHub;
  streams: EventStreams;
  labelSelectorsEnabled: boolean;
}

const serviceParams = z.object({
  kind: z.string(),
  namespace: z.string(),
  name: z.string(),
});

/** The delivery API: `/v1`. */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, reader, hub, streams } = options;
  const router = PromiseRouter();
  router.use(express.json());

  router.get('/v1/services/:kind/:namespace/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const view = await viewOf(options, req, credentials);
    res.json(reader.read(view));
  });

  router.get('/v1/services/:kind/:namespace/:name/stream', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const view = await viewOf(options, req, credentials);
    const lastEventId = req.header('last-event-id');
    await streams.serve(res, {
      expiresAt: credentials.expiresAt,
      subscribe: send => hub.subscribe(view, send, lastEventId),
      isStillAllowed: async () =>
        JSON.stringify(await viewOf(options, req, credentials)) ===
        JSON.stringify(view),
    });
  });

  return router;
}

// The entity is read as the viewer, so that what the catalog hides stays hidden.
async function viewOf(
  { catalog, authorizer, labelSelectorsEnabled }: RouterOptions,
  req: Request,
  credentials: Awaited<ReturnType<HttpAuthService['credentials']>>,
): Promise<DeliveryView> {
  const params = serviceParams.safeParse(req.params);
  if (!params.success) throw new InputError('Not a service', params.error);
  const entity = await catalog.getEntityByRef(params.data, { credentials });
  if (!entity) {
    const { kind, namespace, name } = params.data;
    throw new NotFoundError(
      `The catalog has no ${kind}:${namespace}/${name}, or you may not see it`,
    );
  }
  return {
    query: serviceQuery(entity, { labelSelectorsEnabled }),
    environments: await authorizer.readableEnvironments(entity, credentials),
  };
}
