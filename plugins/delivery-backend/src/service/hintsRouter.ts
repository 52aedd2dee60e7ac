import { InputError, NotFoundError } from '@backstage/errors';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { JobFeeds } from '../pipelines/JobFeeds';
import type { PipelineProviders } from '../pipelines/PipelineProviders';

/**
 * Where CI servers tell that something has happened: `/v1/hints/:provider`. It is
 * open to who is not signed in; the provider knows its own by what they sign. A
 * hint is believed as far as asking again.
 */
export function createHintsRouter(options: {
  providers: PipelineProviders;
  feeds: JobFeeds;
}): Router {
  const router = PromiseRouter();
  router.use('/v1/hints', express.raw({ type: () => true, limit: '64kb' }));
  router.post('/v1/hints/:provider', async (req, res) => {
    const provider = options.providers.named(req.params.provider);
    if (!provider?.readHint) {
      throw new NotFoundError(
        `Nothing takes hints of '${req.params.provider}'`,
      );
    }
    const { headers, body } = req;
    if (!Buffer.isBuffer(body)) throw new InputError('A hint has a body');
    const hint = provider.readHint({ headers, body });
    if (hint) options.feeds.hasten(provider.name, hint);
    res.status(202).end();
  });
  return router;
}
