import type { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  deliveryRoutes,
  pipelineReadPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ReleaseAuthors } from '../activity';
import type { HistoryReader } from '../history';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import { parseQuery } from './parseQuery';
import { serviceOf, viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

/** Serves the history of a service: its releases and its timeline. */
export function createHistoryRouter(
  options: ViewOptions & {
    httpAuth: HttpAuthService;
    history: HistoryReader;
    services: ServiceAuthorizer;
    authors: Pick<ReleaseAuthors, 'addTo'>;
  },
): Router {
  const { httpAuth, history, services, authors } = options;
  const router = PromiseRouter();
  const { getReleases, getTimeline } = deliveryRoutes;

  router.get(getReleases.path, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { entity, view } = await serviceOf(options, req.params, credentials);
    const page = await history.releases(view, parseQuery(getReleases, req));
    const mayReadRuns = await services.isAllowed(
      pipelineReadPermission,
      entity,
      credentials,
    );
    const releases = await authors.addTo(
      page.releases,
      async () => [entity],
      () => mayReadRuns,
    );
    res.json({ ...page, releases });
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
