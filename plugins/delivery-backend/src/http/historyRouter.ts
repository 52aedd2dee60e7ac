import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { HistoryReader } from '../history';
import { parseQuery } from './parseQuery';
import { viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** Serves the history of a service: its releases and its timeline. */
export function createHistoryRouter(
  options: ViewOptions & { httpAuth: HttpAuthService; history: HistoryReader },
): Router {
  const { httpAuth, history } = options;
  const router = PromiseRouter();
  const { getReleases, getTimeline } = deliveryRoutes;

  router.get(getReleases.path, async (req, res) => {
    const view = await viewOf(
      options,
      req.params,
      await httpAuth.credentials(req),
    );
    res.json(await history.releases(view, parseQuery(getReleases, req)));
  });

  router.get(getTimeline.path, async (req, res) => {
    const view = await viewOf(
      options,
      req.params,
      await httpAuth.credentials(req),
    );
    res.json(await history.timeline(view, parseQuery(getTimeline, req)));
  });

  return router;
}
