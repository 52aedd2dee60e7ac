import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { DeliveryReader, ObjectReader } from '../services';
import type { HistoryReader } from '../history';
import type { OwnershipResolver } from '../actions/OwnershipResolver';
import { createHistoryRouter } from './historyRouter';
import { createManifestRouter } from './manifestRouter';
import { viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** What the routes need. */
export interface RouterOptions extends ViewOptions {
  httpAuth: HttpAuthService;
  reader: DeliveryReader;
  history: HistoryReader;
  objects: ObjectReader;
  claims: OwnershipResolver;
}

/** The delivery API: `/v1`. */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, reader } = options;
  const router = PromiseRouter();
  router.use(express.json());
  router.use(createHistoryRouter(options));
  router.use(createManifestRouter(options));

  router.get('/v1/services/:kind/:namespace/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const view = await viewOf(options, req.params, credentials);
    res.json(reader.read(view));
  });

  return router;
}
