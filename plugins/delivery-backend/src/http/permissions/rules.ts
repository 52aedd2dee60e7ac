import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_DELIVERY } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

/** What delivery permissions are decided on: one service in one environment. @public */
export interface DeliveryResource {
  /** Of the service */
  entityRef: string;
  /** Refs of the service's owners */
  owners: string[];
  /** Name of the environment */
  environment: string;
  /** Whether the environment counts as production */
  production: boolean;
}

/** How a permission policy refers to services in environments. @public */
export const deliveryResourceRef = createPermissionResourceRef<
  DeliveryResource,
  {}
>().with({ pluginId: 'delivery', resourceType: RESOURCE_TYPE_DELIVERY });

const isServiceOwner = createPermissionRule({
  name: 'IS_SERVICE_OWNER',
  description: 'Allow for services that one of the given entities owns',
  resourceRef: deliveryResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs, as in the ownership claims of a user'),
  }),
  apply: ({ owners }, { claims }) => owners.some(o => claims.includes(o)),
  toQuery: () => ({}),
});

const isInEnvironment = createPermissionRule({
  name: 'IS_IN_ENVIRONMENT',
  description: 'Allow in the environments of the given names',
  resourceRef: deliveryResourceRef,
  paramsSchema: z.object({
    environments: z.array(z.string()).describe('Names of environments'),
  }),
  apply: ({ environment }, { environments }) =>
    environments.includes(environment),
  toQuery: () => ({}),
});

const isProduction = createPermissionRule({
  name: 'IS_PRODUCTION',
  description: 'Allow in environments that count as production',
  resourceRef: deliveryResourceRef,
  paramsSchema: z.object({}),
  apply: ({ production }) => production,
  toQuery: () => ({}),
});

/** Every rule of the delivery plugin. */
export const deliveryRules = { isServiceOwner, isInEnvironment, isProduction };

const conditionExports = createConditionExports({
  resourceRef: deliveryResourceRef,
  rules: deliveryRules,
});

/** The conditions that a permission policy may make on `delivery.*`. @public */
export const deliveryConditions = conditionExports.conditions;

/** A policy's answer to a `delivery.*` permission that depends on the service and environment. @public */
export const createDeliveryConditionalDecision =
  conditionExports.createConditionalDecision;
