import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ServiceCatalog, WorkloadFeed } from '../services';
import type { EventStreams } from './EventStreams';

/** What the route of workloads needs. */
export interface WorkloadsRouterOptions {
  httpAuth: HttpAuthService;
  workloads: WorkloadFeed;
  services: Pick<ServiceCatalog, 'isRead'>;
  streams: EventStreams;
}

/** All workloads, live, for other plugins alone: `/v1/workloads/stream`. */
export function createWorkloadsRouter({
  httpAuth,
  workloads,
  services,
  streams,
}: WorkloadsRouterOptions): Router {
  const router = PromiseRouter();
  router.get('/v1/workloads/stream', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['service'] });
    if (!services.isRead) {
      throw new ServiceUnavailableError(
        'The catalog has not been read yet, so whose a workload is is not known; ask again in some seconds',
      );
    }
    const lastEventId = req.header('last-event-id');
    const topic = {
      subscribe: (send: Parameters<WorkloadFeed['subscribe']>[0]) =>
        workloads.subscribe(send, lastEventId),
      isStillAllowed: async () => true,
    };
    await streams.serve(res, topic, credentials.expiresAt);
  });
  return router;
}
