import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { systemClock } from '@fairway/backstage-plugin-delivery-common';
import { AnnotationProcessor } from './AnnotationProcessor';
import { readConfig } from './readConfig';
import { WorkloadEntityProvider } from './WorkloadEntityProvider';
import { WorkloadStreamClient } from './WorkloadStreamClient';

/**
 * Adds what runs in clusters to the catalog, where nobody has described it, and
 * says what is wrong with the annotations of what somebody has.
 *
 * @public
 */
export const catalogModuleDelivery = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'delivery',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
      },
      async init(deps) {
        const { config, lifecycle, processing } = deps;
        processing.addProcessor(new AnnotationProcessor());
        const settings = readConfig(config);
        if (!settings) return;
        const clock = systemClock;
        const follower = WorkloadStreamClient.create({ ...deps, clock });
        const provider = WorkloadEntityProvider.create({
          ...deps,
          ...settings,
          clock,
          workloads: () => follower.workloads(),
        });
        processing.addEntityProvider(provider);
        const stopped = new AbortController();
        const running: Promise<void>[] = [];
        lifecycle.addStartupHook(() => {
          running.push(
            follower.run(() => provider.onChange(), stopped.signal),
            provider.run(stopped.signal),
          );
        });
        lifecycle.addShutdownHook(async () => {
          stopped.abort();
          await Promise.all(running);
        });
      },
    });
  },
});
