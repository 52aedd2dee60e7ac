import { InputError, NotFoundError } from '@backstage/errors';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { JobPollers } from '../pipelines';
import type { PipelineProviders } from '../extensions/PipelineProviders';

/**
 * Receives webhooks of CI servers: `/v1/webhooks/:provider`. The route accepts
 * requests without a token; the provider checks their signature. A webhook only
 * makes the poller read the job again.
 */
export function createWebhooksRouter(options: {
  providers: PipelineProviders;
  pollers: JobPollers;
}): Router {
  const router = PromiseRouter();
  router.use('/v1/webhooks', express.raw({ type: () => true, limit: '64kb' }));
  router.post(deliveryRoutes.receiveWebhook.path, async (req, res) => {
    const provider = options.providers.named(req.params.provider);
    if (!provider?.parseWebhook) {
      throw new NotFoundError(
        `No pipeline provider '${req.params.provider}' receives webhooks`,
      );
    }
    const { headers, body } = req;
    if (!Buffer.isBuffer(body)) throw new InputError('The webhook has no body');
    const webhook = provider.parseWebhook({ headers, body });
    if (webhook) options.pollers.refreshNow(provider.name, webhook);
    res.status(202).end();
  });
  return router;
}
