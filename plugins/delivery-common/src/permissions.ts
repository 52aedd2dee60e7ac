import { createPermission } from '@backstage/plugin-permission-common';

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

/** Every permission of the delivery plugin. @public */
export const deliveryPermissions = [
  deliveryReadPermission,
  deliveryConfigReadPermission,
];
