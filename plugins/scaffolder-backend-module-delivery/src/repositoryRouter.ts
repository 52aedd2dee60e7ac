import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  problemError,
  requestProblem,
  templateRunPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { GiteaRepositories } from './GiteaRepositories';

/**
 * Router for template forms with `GET /delivery/repository?url=…`. It returns whether
 * a repository exists on a Gitea server of the portal's integrations, and nothing
 * else about it, to people who may run templates.
 */
export function createRepositoryRouter(options: {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  gitea: Pick<GiteaRepositories, 'isTaken'>;
}): Router {
  const { httpAuth, permissions, gitea } = options;
  const router = PromiseRouter();
  router.get('/delivery/repository', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const [{ result }] = await permissions.authorize(
      [{ permission: templateRunPermission }],
      { credentials },
    );
    // A comparison with the enum itself would need another package.
    if (`${result}` !== 'ALLOW') {
      throw problemError(
        NotAllowedError,
        requestProblem('nameCheckForbidden', {
          permission: templateRunPermission.name,
        }),
      );
    }
    const { url } = req.query;
    if (typeof url !== 'string' || !URL.canParse(url)) {
      throw new InputError(
        "Set the query parameter 'url' to the URL of a repository's page",
      );
    }
    res.json({ isTaken: await gitea.isTaken(url) });
  });
  return router;
}
