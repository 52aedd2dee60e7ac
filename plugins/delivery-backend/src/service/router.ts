import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { DeliveryReader } from '../delivery/DeliveryReader';
import type { DeliveryHub } from '../hub/DeliveryHub';
import type { HistoryReader } from '../records/HistoryReader';
import type { ObjectReader } from '../manifest/ObjectReader';
import type { EventStreams } from './EventStreams';
import { createHistoryRouter } from './historyRouter';
import { createManifestRouter } from './manifestRouter';
import { viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** What the routes need. */
export interface RouterOptions extends ViewOptions {
  httpAuth: HttpAuthService;
  reader: DeliveryReader;
  history: HistoryReader;
  hub: DeliveryHub;
  streams: EventStreams;
  objects: ObjectReader;
}

/** The delivery API: `/v1`. */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, reader, hub, streams } = options;
  const router = PromiseRouter();
  router.use(express.json());
  router.use(createHistoryRouter(options));
  router.use(createManifestRouter(options));

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
