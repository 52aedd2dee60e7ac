import { createPermission } from '@backstage/plugin-permission-common';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { PipelineAction } from './action';

/**
 * Resource type of the delivery permissions: one service in one environment.
 *
 * @public
 */
export const RESOURCE_TYPE_DELIVERY = 'delivery-environment';

/** Permission to see what a service runs in an environment. @public */
export const deliveryReadPermission = createPermission({
  name: 'delivery.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DELIVERY,
});

/**
 * Permission to see the configuration of a service in an environment: manifests,
 * and the values of environment variables whose names do not suggest a secret.
 *
 * @public
 */
export const deliveryConfigReadPermission = createPermission({
  name: 'delivery.config.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DELIVERY,
});

/** Permission to create and change objects of a service in an environment. @public */
export const deliveryApplyPermission = createPermission({
  name: 'delivery.apply',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DELIVERY,
});

/** Permission to confirm a rollout of a service in an environment that waits for a person. @public */
export const rolloutConfirmPermission = createPermission({
  name: 'delivery.rollout.confirm',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DELIVERY,
});

/**
 * Resource type of the pipeline permissions: one service.
 *
 * @public
 */
export const RESOURCE_TYPE_SERVICE = 'delivery-service';

const createServicePermission = (
  name: string,
  action: 'read' | 'create' | 'update',
): ResourcePermission<typeof RESOURCE_TYPE_SERVICE> =>
  createPermission({
    name,
    attributes: { action },
    resourceType: RESOURCE_TYPE_SERVICE,
  });

/** Permission to see a service's pipelines: runs, logs, reports and artifacts. @public */
export const pipelineReadPermission = createServicePermission(
  'delivery.pipeline.read',
  'read',
);

/** Permission to start a run. @public */
export const runTriggerPermission = createServicePermission(
  'delivery.run.trigger',
  'create',
);

/** Permission to start a new run with the parameters of an earlier one. @public */
export const runRebuildPermission = createServicePermission(
  'delivery.run.rebuild',
  'create',
);

/** Permission to restart a run from one of its stages. @public */
export const runRestartPermission = createServicePermission(
  'delivery.run.restart',
  'create',
);

/** Permission to stop a run or cancel a queued one. @public */
export const runStopPermission = createServicePermission(
  'delivery.run.stop',
  'update',
);

/** Permission to submit an input that a run waits for. @public */
export const runAnswerPermission = createServicePermission(
  'delivery.run.answer',
  'update',
);

/** Permission to keep a run, so that the CI server does not delete it, and to release it again. @public */
export const runKeepPermission = createServicePermission(
  'delivery.run.keep',
  'update',
);

/** Permission to create a service's pipeline on the CI server. @public */
export const pipelineCreatePermission = createServicePermission(
  'delivery.pipeline.create',
  'create',
);

/**
 * The scaffolder's permission to run a template. Only people who may create resources
 * find out whether a name is taken.
 * @public
 */
export const templateRunPermission = createPermission({
  name: 'scaffolder.task.create',
  attributes: { action: 'create' },
});

/** All permissions on {@link RESOURCE_TYPE_DELIVERY}. @public */
export const deliveryPermissions = [
  deliveryReadPermission,
  deliveryConfigReadPermission,
  deliveryApplyPermission,
  rolloutConfirmPermission,
];

/** Permission that each kind of {@link PipelineAction} requires. @public */
export const pipelineActionPermissions: Record<
  PipelineAction['kind'],
  ResourcePermission<typeof RESOURCE_TYPE_SERVICE>
> = {
  'run.trigger': runTriggerPermission,
  'run.rebuild': runRebuildPermission,
  'run.restart': runRestartPermission,
  'run.stop': runStopPermission,
  'run.answer': runAnswerPermission,
  'run.keep': runKeepPermission,
  'pipeline.create': pipelineCreatePermission,
};

/** All permissions on {@link RESOURCE_TYPE_SERVICE}. @public */
export const servicePermissions = [
  pipelineReadPermission,
  ...Object.values(pipelineActionPermissions),
];
