import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  actionsExtensionPoint,
  kubernetesClustersServiceRef,
  pipelineProvidersExtensionPoint,
  rolloutEnginesExtensionPoint,
} from '@fairway/backstage-plugin-delivery-node';
import { createDelivery } from './createDelivery';
import { ActionGuards } from './extensions/ActionGuards';
import { ActionHandlers } from './extensions/ActionHandlers';
import { PipelineProviders } from './extensions/PipelineProviders';
import { RolloutEngines } from './services';

/**
 * Backend of the delivery plugin: reads clusters and CI servers, and serves what
 * they run and build of each service, live.
 *
 * @public
 */
export const deliveryPlugin = createBackendPlugin({
  pluginId: 'delivery',
  register(env) {
    const engines = new RolloutEngines();
    env.registerExtensionPoint(rolloutEnginesExtensionPoint, {
      addEngine: engine => engines.add(engine),
    });
    const providers = new PipelineProviders();
    env.registerExtensionPoint(pipelineProvidersExtensionPoint, {
      addProvider: provider => providers.add(provider),
    });
    const handlers = new ActionHandlers();
    const guards = new ActionGuards();
    env.registerExtensionPoint(actionsExtensionPoint, {
      addHandler: handler => handlers.add(handler),
      addGuard: guard => guards.add(guard),
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        kubernetesClusters: kubernetesClustersServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const delivery = await createDelivery({
          core: deps,
          extensions: { engines, providers, handlers, guards },
        });
        // The backend is ready after its startup hooks, so a new replica gets no
        // requests before its first read of the clusters.
        deps.lifecycle.addStartupHook(() => delivery.start());
        deps.lifecycle.addShutdownHook(() => delivery.stop());
      },
    });
  },
});
