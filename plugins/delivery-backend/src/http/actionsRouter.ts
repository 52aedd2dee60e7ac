import type {
  AuditorService,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, toError } from '@backstage/errors';
import {
  anyActionRequestSchema,
  deliveryRoutes,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { JsonObject } from '@backstage/types';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { ActionService } from '../actions/ActionService';

/** Dependencies of the action routes. */
export interface ActionsRouterOptions {
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  auditor: AuditorService;
  actions: ActionService;
}

/** `POST /v1/actions`, the only way to a write, and `GET /v1/actions/:actionId`. */
export function createActionsRouter(options: ActionsRouterOptions): Router {
  const { httpAuth, userInfo, auditor, actions } = options;
  const router = PromiseRouter();
  router.use(deliveryRoutes.performAction.path, express.json({ limit: '1mb' }));

  router.post(deliveryRoutes.performAction.path, async (req, res) => {
    // A person answers for every action: a plugin acts on behalf of one, or not at all.
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { data, error } = anyActionRequestSchema.safeParse(req.body);
    if (error) {
      const details = z.prettifyError(error);
      throw problemError(
        InputError,
        requestProblem('actionRequestInvalid', { details }),
      );
    }
    const actor = await userInfo.getUserInfo(credentials);
    const caller = { credentials, actor };
    const auditEvent = (meta: JsonObject) =>
      auditor.createEvent({
        eventId: 'action',
        severityLevel: 'medium',
        request: req,
        meta: {
          kind: data.action.kind,
          target: data.target,
          actor: actor.userEntityRef,
          ...meta,
        },
      });
    if (data.dryRun) {
      try {
        res.json(await actions.plan(data, caller));
      } catch (thrown) {
        const error = toError(thrown);
        if (error.name === 'NotAllowedError') {
          await (await auditEvent({ isDryRun: true })).fail({ error });
        }
        throw error;
      }
      return;
    }
    const event = await auditEvent(data.reason ? { reason: data.reason } : {});
    try {
      res.status(201).json(await actions.perform(data, caller, event));
    } catch (thrown) {
      const failure = toError(thrown);
      await event.fail({ error: failure });
      throw failure;
    }
  });

  router.get(deliveryRoutes.getAction.path, async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const record = await actions.get(req.params.actionId);
    if (record.actor !== credentials.principal.userEntityRef) {
      throw problemError(NotAllowedError, requestProblem('actionForbidden'));
    }
    res.json(record);
  });

  return router;
}
