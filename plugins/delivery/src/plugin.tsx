import {
  ApiBlueprint,
  PageBlueprint,
  createFrontendPlugin,
  createRouteRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { Content } from '@backstage/core-components';
import DirectionsBoatIcon from '@material-ui/icons/DirectionsBoat';
import { DeliveryApiClient } from '@fairway/backstage-plugin-delivery-common';
import { actionsApiRef } from './api/ActionsApi';
import { deliveryApiRef } from './api/DeliveryApi';
import { DeliveryClient } from './api/DeliveryClient';
import { liveUpdatesApiRef } from './api/LiveUpdatesApi';
import { LiveUpdatesClient } from './api/LiveUpdatesClient';
import { PipelinesClient } from './api/PipelinesClient';
import { pipelinesApiRef } from './api/PipelinesApi';
import { isDiscovered } from './catalog/catalogInfoPrefill';
import { templateRouteRef } from './catalog/templateRouteRef';
import {
  environmentsField,
  reviewField,
  repositoryField,
  rolloutStrategyField,
  serviceNameField,
} from './create/formFields';
import { arePipelinesAvailable, isDeliveryAvailable } from './availability';

const fleetRouteRef = createRouteRef();

const liveUpdatesApi = ApiBlueprint.make({
  name: 'live-updates',
  params: defineParams =>
    defineParams({
      api: liveUpdatesApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: LiveUpdatesClient.create,
    }),
});

const actionsApi = ApiBlueprint.make({
  name: 'actions',
  params: defineParams =>
    defineParams({
      api: actionsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => DeliveryApiClient.create(deps),
    }),
});

const deliveryApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: deliveryApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        liveUpdates: liveUpdatesApiRef,
      },
      factory: DeliveryClient.create,
    }),
});

const pipelinesApi = ApiBlueprint.make({
  name: 'pipelines',
  params: defineParams =>
    defineParams({
      api: pipelinesApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        liveUpdates: liveUpdatesApiRef,
      },
      factory: PipelinesClient.create,
    }),
});

const fleetPage = PageBlueprint.make({
  params: {
    path: '/delivery',
    title: 'Delivery',
    icon: <DirectionsBoatIcon fontSize="inherit" />,
    routeRef: fleetRouteRef,
    loader: async () => {
      const { DeliveryPages } = await import('./fleet/DeliveryPages');
      return (
        <main>
          <Content>
            <DeliveryPages />
          </Content>
        </main>
      );
    },
  },
});

const deliveryContent = EntityContentBlueprint.make({
  params: {
    path: '/delivery',
    title: 'Delivery',
    filter: isDeliveryAvailable,
    loader: async () => {
      const { DeliveryContent } = await import('./delivery/DeliveryContent');
      return <DeliveryContent />;
    },
  },
});

const pipelinesContent = EntityContentBlueprint.make({
  name: 'pipelines',
  params: {
    path: '/pipelines',
    title: 'Pipelines',
    filter: arePipelinesAvailable,
    loader: async () => {
      const { PipelinesContent } = await import('./pipelines/PipelinesContent');
      return <PipelinesContent />;
    },
  },
});

const deliveryCard = EntityCardBlueprint.make({
  params: {
    type: 'content',
    filter: isDeliveryAvailable,
    loader: async () => {
      const { DeliveryCard } = await import('./delivery/DeliveryCard');
      return <DeliveryCard />;
    },
  },
});

const completeEntryCard = EntityCardBlueprint.make({
  name: 'complete-entry',
  params: {
    type: 'info',
    filter: isDiscovered,
    loader: async () => {
      const { CompleteEntryCard } = await import('./catalog/CompleteEntryCard');
      return <CompleteEntryCard />;
    },
  },
});

/**
 * The delivery plugin for apps of the new frontend system.
 * @public
 */
export const deliveryPlugin = createFrontendPlugin({
  pluginId: 'delivery',
  title: 'Delivery',
  info: { packageJson: () => import('../package.json') },
  routes: { fleet: fleetRouteRef },
  externalRoutes: { template: templateRouteRef },
  extensions: [
    liveUpdatesApi,
    deliveryApi,
    pipelinesApi,
    actionsApi,
    fleetPage,
    deliveryContent,
    pipelinesContent,
    deliveryCard,
    completeEntryCard,
    serviceNameField,
    rolloutStrategyField,
    environmentsField,
    reviewField,
    repositoryField,
  ],
});
