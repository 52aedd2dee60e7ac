import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { ReleaseReader } from '../records/ReleaseReader';
import { viewOf } from './viewOf';
import type { ViewOptions } from './viewOf';

const selectionSchema = z.object({
  environment: z.string().optional(),
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

/** What happened to a service: its releases. */
export function createHistoryRouter(
  options: ViewOptions & { httpAuth: HttpAuthService; releases: ReleaseReader },
): Router {
  const { httpAuth, releases } = options;
  const router = PromiseRouter();

  router.get(
    '/v1/services/:kind/:namespace/:name/releases',
    async (req, res) => {
      const view = await viewOf(options, req, await httpAuth.credentials(req));
      const selection = selectionSchema.safeParse(req.query);
      if (!selection.success) {
        throw new InputError(
          `These are not releases to ask for: ${z.prettifyError(selection.error)}`,
        );
      }
      res.json(await releases.read(view, selection.data));
    },
  );

  return router;
}
