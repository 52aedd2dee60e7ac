/**
 * The delivery pages for apps of the old frontend system.
 *
 * @packageDocumentation
 */

import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createScaffolderFieldExtension } from '@backstage/plugin-scaffolder-react';
import type { FieldExtensionComponent } from '@backstage/plugin-scaffolder-react';
import { DeliveryApiClient } from '@fairway/backstage-plugin-delivery-common';
import { actionsApiRef } from './api/ActionsApi';
import { deliveryApiRef } from './api/DeliveryApi';
import { DeliveryClient } from './api/DeliveryClient';
import { liveUpdatesApiRef } from './api/LiveUpdatesApi';
import { LiveUpdatesClient } from './api/LiveUpdatesClient';
import { pipelinesApiRef } from './api/PipelinesApi';
import { PipelinesClient } from './api/PipelinesClient';
import {
  RolloutStrategyField,
  validateRolloutStrategy,
} from './create/RolloutStrategyField';
import {
  ServiceNameField,
  validateServiceName,
} from './create/ServiceNameField';
import type { RolloutStrategy } from './create/rolloutStrategy';

export * from './api/ActionsApi';
export * from './api/DeliveryApi';
export * from './api/LiveUpdatesApi';
export * from './api/PipelinesApi';
export { DeliveryClient } from './api/DeliveryClient';
export { LiveUpdatesClient } from './api/LiveUpdatesClient';
export { PipelinesClient } from './api/PipelinesClient';
export { arePipelinesAvailable, isDeliveryAvailable } from './availability';
export type { RolloutStrategy } from './create/rolloutStrategy';
export { deliveryTranslationRef } from './translation/ref';
export { DeliverySidebarItem } from './waiting/DeliverySidebarItem';
export type { DeliverySidebarItemProps } from './waiting/DeliverySidebarItem';

const fleetRouteRef = createRouteRef({ id: 'delivery' });

/** The delivery plugin for apps of the old frontend system. @public */
export const deliveryPlugin = createPlugin({
  id: 'delivery',
  routes: { fleet: fleetRouteRef },
  apis: [
    createApiFactory({
      api: liveUpdatesApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: LiveUpdatesClient.create,
    }),
    createApiFactory({
      api: actionsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => DeliveryApiClient.create(deps),
    }),
    createApiFactory({
      api: deliveryApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        liveUpdates: liveUpdatesApiRef,
      },
      factory: DeliveryClient.create,
    }),
    createApiFactory({
      api: pipelinesApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        liveUpdates: liveUpdatesApiRef,
      },
      factory: PipelinesClient.create,
    }),
  ],
});

/** Page of all services by environment, for a route such as `/delivery`. @public */
export const DeliveryFleetPage: () => JSX.Element = deliveryPlugin.provide(
  createRoutableExtension({
    name: 'DeliveryFleetPage',
    mountPoint: fleetRouteRef,
    component: () => import('./fleet/FleetPage').then(m => m.FleetPage),
  }),
);

/** Delivery tab, for a route of the entity page. @public */
export const EntityDeliveryContent: () => JSX.Element = deliveryPlugin.provide(
  createComponentExtension({
    name: 'EntityDeliveryContent',
    component: {
      lazy: () =>
        import('./delivery/DeliveryContent').then(m => m.DeliveryContent),
    },
  }),
);

/** Pipelines tab, for a route of the entity page such as `/pipelines`. @public */
export const EntityPipelinesContent: () => JSX.Element = deliveryPlugin.provide(
  createComponentExtension({
    name: 'EntityPipelinesContent',
    component: {
      lazy: () =>
        import('./pipelines/PipelinesContent').then(m => m.PipelinesContent),
    },
  }),
);

/** Delivery card, for the overview of the entity page. @public */
export const EntityDeliveryCard: () => JSX.Element = deliveryPlugin.provide(
  createComponentExtension({
    name: 'EntityDeliveryCard',
    component: {
      lazy: () => import('./delivery/DeliveryCard').then(m => m.DeliveryCard),
    },
  }),
);

/** Scaffolder field `DeliveryServiceName`, for `ScaffolderFieldExtensions`. @public */
export const DeliveryServiceNameFieldExtension: FieldExtensionComponent<
  string,
  unknown
> = deliveryPlugin.provide(
  createScaffolderFieldExtension({
    name: 'DeliveryServiceName',
    component: ServiceNameField,
    validation: validateServiceName,
  }),
);

/** Scaffolder field `DeliveryRolloutStrategy`, for `ScaffolderFieldExtensions`. @public */
export const DeliveryRolloutStrategyFieldExtension: FieldExtensionComponent<
  RolloutStrategy,
  unknown
> = deliveryPlugin.provide(
  createScaffolderFieldExtension({
    name: 'DeliveryRolloutStrategy',
    component: RolloutStrategyField,
    validation: validateRolloutStrategy,
  }),
);
