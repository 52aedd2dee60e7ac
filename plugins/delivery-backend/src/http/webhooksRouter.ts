import { InputError, NotFoundError } from '@backstage/errors';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { JobPollers } from '../pipelines';
import type { PipelineProviders } from '../extensions/PipelineProviders';

/**
 * Where CI servers tell that something has happened: `/v1/webhooks/:provider`. It is
 * open to who is not signed in; the provider knows its own by what they sign. A
 * hint is believed as far as asking again.
 */
export function createWebhooksRouter(options: {
  providers: PipelineProviders;
  pollers: JobPollers;
}): Router {
  const router = PromiseRouter();
  router.use('/v1/webhooks', express.raw({ type: () => true, limit: '64kb' }));
  router.post('/v1/webhooks/:provider', async (req, res) => {
    const provider = options.providers.named(req.params.provider);
    if (!provider?.parseWebhook) {
      throw new NotFoundError(
        `Nothing takes hints of '${req.params.provider}'`,
      );
    }
    const { headers, body } = req;
    if (!Buffer.isBuffer(body)) throw new InputError('A hint has a body');
    const hint = provider.parseWebhook({ headers, body });
    if (hint) options.pollers.refreshNow(provider.name, hint);
    res.status(202).end();
  });
  return router;
}
