import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError, toError } from '@backstage/errors';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Request, Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import type { JobPollers } from '../pipelines';
import type { PipelineProviders } from '../extensions/PipelineProviders';

/**
 * Receives webhooks of CI servers: `/v1/webhooks/:provider`. The route accepts
 * requests without a token; the provider checks their signature. A webhook only
 * makes the poller read the job again. The audit log gets each rejected one.
 */
export function createWebhooksRouter(options: {
  auditor: AuditorService;
  providers: PipelineProviders;
  pollers: Pick<JobPollers, 'refreshNow'>;
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
    try {
      if (!Buffer.isBuffer(body)) {
        throw new InputError('The webhook has no body');
      }
      const webhook = provider.parseWebhook({ headers, body });
      if (webhook) options.pollers.refreshNow(provider.name, webhook);
    } catch (thrown) {
      const error = toError(thrown);
      await auditRejection(options.auditor, req, provider.name, error);
      throw error;
    }
    res.status(202).end();
  });
  return router;
}

async function auditRejection(
  auditor: AuditorService,
  req: Request,
  provider: string,
  error: Error,
): Promise<void> {
  // The auditor reads the token of a request. No route checks it here, so it may be
  // invalid, which must not prevent the event.
  const hasToken = req.headers.authorization !== undefined;
  const event = await auditor.createEvent({
    eventId: 'webhook',
    severityLevel: 'low',
    ...(!hasToken && { request: req }),
    meta: { provider, ip: req.ip },
  });
  await event.fail({ error });
}
