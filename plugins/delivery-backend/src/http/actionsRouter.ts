import type {
  BackstageCredentials,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  actionRequestSchema,
  pipelineActionPermissions,
  pipelineReadPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { Router } from 'express';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import type { ActionLog } from '../actions/ActionLog';
import type { PipelineCreator } from '../actions/PipelineCreator';
import type { PipelineActions } from '../actions/PipelineActions';
import type { ApplyActions } from '../actions/apply/ApplyActions';
import type { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import type { OwnershipResolver } from '../actions/OwnershipResolver';
import { draftEntity } from '../actions/draftEntity';
import type { ServiceAuthorizer } from './permissions/ServiceAuthorizer';

/** How long it may take to know whose a job is. */
const CLAIMS_LIMIT_MS = 15_000;

/** What the routes need. */
export interface ActionsRouterOptions {
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  catalog: CatalogService;
  /** Of the plugin itself */
  getCredentials: () => Promise<BackstageCredentials>;
  services: ServiceAuthorizer;
  authorizer: DeliveryAuthorizer;
  actions: PipelineActions;
  making: PipelineCreator;
  applies: ApplyActions;
  claims: OwnershipResolver;
  log: ActionLog;
}

/** `POST /v1/actions`: the only way to a write, and how it went. */
export function createActionsRouter(options: ActionsRouterOptions): Router {
  const { httpAuth, userInfo, catalog, services, authorizer } = options;
  const { getCredentials } = options;
  const { actions, making, applies, claims, log } = options;
  const router = PromiseRouter();
  router.use('/v1/actions', express.json({ limit: '1mb' }));

  router.post('/v1/actions', async (req, res) => {
    // Somebody must answer for it: a plugin acts for a person, or not at all.
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const asked = actionRequestSchema.safeParse(req.body);
    if (!asked.success) {
      throw new InputError(
        `This is no action: ${z.prettifyError(asked.error)}`,
      );
    }
    const { entityRef, action } = asked.data;
    const actor = await userInfo.getUserInfo(credentials);
    const known = await catalog.getEntityByRef(entityRef, { credentials });
    const toCome =
      known === undefined
        ? await draftEntity(asked.data, {
            ...{ catalog, getCredentials },
            ownershipEntityRefs: actor.ownershipEntityRefs,
          })
        : undefined;
    const entity = known ?? toCome;
    if (!entity) {
      throw new NotFoundError(
        `The catalog has no ${entityRef}, or you may not see it`,
      );
    }
    if (action.kind === 'apply') {
      const { environment } = action;
      await authorizer.authorizeApply(entity, environment, credentials);
      const readable = await authorizer.configurationReadable(
        entity,
        credentials,
      );
      const applicant = {
        entity,
        actor: actor.userEntityRef,
        mayReadValues: readable.includes(environment),
        isDraft: toCome !== undefined,
        conflictingOwners: await claims.findConflictingOwners(entity),
      };
      if (asked.data.dryRun) res.json(await applies.plan(applicant, action));
      else {
        const record = await applies.perform(
          req,
          applicant,
          action,
          asked.data,
        );
        res.status(201).json(record);
      }
      return;
    }
    if (asked.data.dryRun) {
      throw new InputError(`'${action.kind}' cannot be tried without doing it`);
    }
    const permission = pipelineActionPermissions[action.kind];
    await services.authorize(pipelineReadPermission, entity, credentials);
    await services.authorize(permission, entity, credentials);
    if (action.kind === 'createPipeline') {
      const made = await making.perform(req, entity, actor, action, asked.data);
      res.status(201).json(made);
      return;
    }
    await claims.checkJobs(entity, AbortSignal.timeout(CLAIMS_LIMIT_MS));
    const record = await actions.perform(
      req,
      entity,
      actor,
      action,
      asked.data,
    );
    res.status(201).json(record);
  });

  router.get('/v1/actions/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const record = await log.get(req.params.id);
    if (record.actor !== credentials.principal.userEntityRef) {
      throw new NotAllowedError('Only who asked for an action may follow it');
    }
    res.json(record);
  });

  return router;
}
