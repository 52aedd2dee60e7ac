import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { HistoryReader, HistorySelection } from '../history';
import { viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

const selectionSchema = z.object({
  environment: z.string().optional(),
  namespace: z.string().optional(),
  /** `orders` or, where several kinds share the name, `Deployment/orders` */
  workload: z
    .string()
    .transform(text => {
      const [name, kind] = text.split('/').reverse();
      return { name, kind };
    })
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

/** What happened to a service: its releases, and its timeline. */
export function createHistoryRouter(
  options: ViewOptions & { httpAuth: HttpAuthService; history: HistoryReader },
): Router {
  const { httpAuth, history } = options;
  const router = PromiseRouter();
  const service = '/v1/services/:kind/:namespace/:name';

  router.get(`${service}/releases`, async (req, res) => {
    const view = await viewOf(
      options,
      req.params,
      await httpAuth.credentials(req),
    );
    res.json(await history.releases(view, selectionOf(req)));
  });

  router.get(`${service}/timeline`, async (req, res) => {
    const view = await viewOf(
      options,
      req.params,
      await httpAuth.credentials(req),
    );
    res.json(await history.timeline(view, selectionOf(req)));
  });

  return router;
}

function selectionOf(req: Request): HistorySelection {
  const selection = selectionSchema.safeParse(req.query);
  if (!selection.success) {
    throw new InputError(
      `This cannot be asked for: ${z.prettifyError(selection.error)}`,
    );
  }
  return selection.data;
}
