import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { GiteaRepositories } from './GiteaRepositories';

/**
 * Router for template forms with `GET /delivery/repository?url=…`. It returns whether
 * a repository exists on a Gitea server of the portal's integrations, and nothing
 * else about it.
 */
export function createRepositoryRouter(options: {
  httpAuth: HttpAuthService;
  gitea: Pick<GiteaRepositories, 'isTaken'>;
}): Router {
  const { httpAuth, gitea } = options;
  const router = PromiseRouter();
  router.get('/delivery/repository', async (req, res) => {
    await httpAuth.credentials(req, { allow: ['user'] });
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
