import { createPermission } from '@backstage/plugin-permission-common';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { PipelineAction } from './action';

/**
 * The resource that delivery permissions are decided on: one service in one
 * environment.
 * @public
 */
export const RESOURCE_TYPE_DELIVERY = 'delivery-environment';

/** To see what an environment runs of a service. @public */
export const deliveryReadPermission = createPermission({
  name: 'delivery.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DELIVERY,
});

/**
 * To see how an environment configures a service: manifests, and the values of
 * environment variables that are not secret by their name.
 * @public
 */
export const deliveryConfigReadPermission = createPermission({
  name: 'delivery.config.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DELIVERY,
});

/** To give an environment objects of a service, or change them. @public */
export const deliveryApplyPermission = createPermission({
  name: 'delivery.apply',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DELIVERY,
});

/**
 * The resource that permissions on pipelines are decided on: one service.
 * @public
 */
export const RESOURCE_TYPE_SERVICE = 'delivery-service';

const ofService = (
  name: string,
  action: 'read' | 'create' | 'update',
): ResourcePermission<typeof RESOURCE_TYPE_SERVICE> =>
  createPermission({
    name,
    attributes: { action },
    resourceType: RESOURCE_TYPE_SERVICE,
  });

/** To see a service's pipelines: runs, logs, reports, artifacts. @public */
export const pipelineReadPermission = ofService(
  'delivery.pipeline.read',
  'read',
);

/** To begin a run. @public */
export const runTriggerPermission = ofService('delivery.run.trigger', 'create');

/** To begin a run again as it was. @public */
export const runRebuildPermission = ofService('delivery.run.rebuild', 'create');

/** To begin a run again from one of its stages. @public */
export const runRestartPermission = ofService('delivery.run.restart', 'create');

/** To stop a run, or what waits to be one. @public */
export const runStopPermission = ofService('delivery.run.stop', 'update');

/** To answer what a run waits with. @public */
export const runAnswerPermission = ofService('delivery.run.answer', 'update');

/** To have a run kept. @public */
export const runKeepPermission = ofService('delivery.run.keep', 'update');

/** To have the CI server make a service's pipeline. @public */
export const pipelineCreatePermission = ofService(
  'delivery.pipeline.create',
  'create',
);

/** Every permission that is decided on a service in an environment. @public */
export const deliveryPermissions = [
  deliveryReadPermission,
  deliveryConfigReadPermission,
  deliveryApplyPermission,
];

/** By the kind of a {@link PipelineAction}, the permission that it takes. @public */
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

/** Every permission that is decided on a service. @public */
export const servicePermissions = [
  pipelineReadPermission,
  ...Object.values(pipelineActionPermissions),
];
