import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_SERVICE } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

/** What permissions on pipelines are decided on: one service. @public */
export interface ServiceResource {
  /** Of the service */
  entityRef: string;
  /** Refs of the service's owners */
  owners: string[];
}

/** How a permission policy refers to services. @public */
export const serviceResourceRef = createPermissionResourceRef<
  ServiceResource,
  {}
>().with({ pluginId: 'delivery', resourceType: RESOURCE_TYPE_SERVICE });

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow for services that one of the given entities owns',
  resourceRef: serviceResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs, as in the ownership claims of a user'),
  }),
  apply: ({ owners }, { claims }) => owners.some(o => claims.includes(o)),
  toQuery: () => ({}),
});

/** Every rule on services. */
export const serviceRules = { isOwner };

const conditionExports = createConditionExports({
  resourceRef: serviceResourceRef,
  rules: serviceRules,
});

/** The conditions that a permission policy may make on `delivery.pipeline.*` and `delivery.run.*`. @public */
export const serviceConditions = conditionExports.conditions;

/** A policy's answer to a permission on pipelines that depends on the service. @public */
export const createServiceConditionalDecision =
  conditionExports.createConditionalDecision;
