import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServiceCatalog, WorkloadFeed } from '../services';
import type { EventStreams } from './EventStreams';
import type { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import type { PersonLimits } from './limits/PersonLimits';

/** Dependencies of the route for workloads. */
export interface WorkloadsRouterOptions {
  httpAuth: HttpAuthService;
  authorizer: DeliveryAuthorizer;
  workloads: WorkloadFeed;
  services: Pick<ServiceCatalog, 'isRead'>;
  streams: EventStreams;
  limits: Pick<PersonLimits, 'openStream'>;
}

/** Streams all workloads to other plugins: `/v1/workloads/stream`. */
export function createWorkloadsRouter({
  httpAuth,
  authorizer,
  workloads,
  services,
  streams,
  limits,
}: WorkloadsRouterOptions): Router {
  const router = PromiseRouter();
  router.get(deliveryRoutes.streamWorkloads.path, async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['service'] });
    await authorizer.authorizeReadingAll(credentials);
    if (!services.isRead) {
      throw new ServiceUnavailableError(
        'Workloads are not available until the delivery plugin has read the catalog. Try again in a few seconds',
      );
    }
    const lastEventId = req.header('last-event-id');
    const topic = {
      subscribe: (send: Parameters<WorkloadFeed['subscribe']>[0]) =>
        workloads.subscribe(send, lastEventId),
      refreshAccess: async () => {
        await authorizer.authorizeReadingAll(credentials);
        return true;
      },
    };
    const close = await limits.openStream(req, res, 1);
    try {
      await streams.serve(res, topic, credentials.expiresAt);
    } finally {
      close();
    }
  });
  return router;
}
