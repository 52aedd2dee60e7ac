import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { pipelineReadPermission } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { ChangeReader } from '../pipelines';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import { serviceOf } from './viewOf';
import type { ViewOptions } from './viewOf';

const selectionSchema = z.object({
  commit: z
    .string()
    .regex(/^[0-9a-f]{4,64}$/i, 'a hash, or the beginning of one')
    .optional(),
  search: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** What became of a service's commits. */
export function createChangesRouter(
  options: ViewOptions & {
    httpAuth: HttpAuthService;
    changes: ChangeReader;
    services: ServiceAuthorizer;
  },
): Router {
  const { httpAuth, changes, services } = options;
  const router = PromiseRouter();
  router.get(
    '/v1/services/:kind/:namespace/:name/changes',
    async (req, res) => {
      const asked = selectionSchema.safeParse(req.query);
      if (!asked.success) {
        throw new InputError(
          `These changes cannot be asked for: ${z.prettifyError(asked.error)}`,
        );
      }
      const { commit, search, limit } = asked.data;
      const credentials = await httpAuth.credentials(req);
      const { entity, view } = await serviceOf(
        options,
        req.params,
        credentials,
      );
      const mayRead = await services.isAllowed(
        pipelineReadPermission,
        entity,
        credentials,
      );
      const selection = { search: commit ?? search, limit };
      res.json(await changes.changes(entity, view, mayRead, selection));
    },
  );
  return router;
}
