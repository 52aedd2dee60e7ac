import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
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
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { auditedError } from '../actions';
import type { ActionService } from '../actions/ActionService';
import { auditForbidden } from './auditForbidden';

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
    const audited: AuditorServiceCreateEventOptions = {
      eventId: 'action',
      severityLevel: 'medium',
      request: req,
    };
    const credentials = await auditForbidden(auditor, audited, () =>
      httpAuth.credentials(req, { allow: ['user'] }),
    );
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
    const meta = {
      kind: data.action.kind,
      target: data.target,
      actor: actor.userEntityRef,
      ...(data.reason && { reason: data.reason }),
    };
    if (data.dryRun) {
      const preview = await auditForbidden(
        auditor,
        { ...audited, meta: { ...meta, isDryRun: true } },
        () => actions.plan(data, caller),
      );
      res.json(preview);
      return;
    }
    const event = await auditor.createEvent({ ...audited, meta });
    try {
      res.status(201).json(await actions.perform(data, caller, event));
    } catch (thrown) {
      const failure = toError(thrown);
      await event.fail({ error: auditedError(failure) });
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
