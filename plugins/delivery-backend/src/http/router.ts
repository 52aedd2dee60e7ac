import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { DeliveryReader, ObjectReader } from '../services';
import type { ReleaseAuthors } from '../activity';
import type { HistoryReader } from '../history';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import { createHistoryRouter } from './historyRouter';
import { createManifestRouter } from './manifestRouter';
import { viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** Dependencies of the routes. */
export interface RouterOptions extends ViewOptions {
  httpAuth: HttpAuthService;
  reader: DeliveryReader;
  history: HistoryReader;
  objects: ObjectReader;
  services: ServiceAuthorizer;
  authors: Pick<ReleaseAuthors, 'addTo'>;
}

/** Serves deliveries, with their history and manifests. */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, reader } = options;
  const router = PromiseRouter();
  router.use(express.json());
  router.use(createHistoryRouter(options));
  router.use(createManifestRouter(options));

  router.get(deliveryRoutes.getDelivery.path, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const view = await viewOf(options, req.params, credentials);
    res.json(reader.read(view));
  });

  return router;
}
