import type {
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { waitingOf } from './waitingOf';
import type { WaitingOptions } from './waitingOf';

/** Dependencies of the route for rollouts and runs that wait. */
export interface WaitingRouterOptions extends WaitingOptions {
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
}

/** Serves the rollouts and runs that wait for a person: `/v1/waiting`. */
export function createWaitingRouter(options: WaitingRouterOptions): Router {
  const { httpAuth, userInfo } = options;
  const router = PromiseRouter();
  router.get(deliveryRoutes.getWaiting.path, async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const actor = await userInfo.getUserInfo(credentials);
    res.json(await waitingOf(options, credentials, actor));
  });
  return router;
}
