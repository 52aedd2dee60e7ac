import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { GiteaRepositories } from './GiteaRepositories';

/**
 * Tells people who fill in a form whether a place for a repository is taken, and
 * nothing else of what is there: `/delivery/repository?url=…`, in a Gitea of the
 * portal's integrations.
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
        "Give the address of a repository's page as the query parameter 'url'",
      );
    }
    res.json({ isTaken: await gitea.isTaken(url) });
  });
  return router;
}
