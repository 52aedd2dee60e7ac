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
 * Module of the catalog plugin that adds entities for running workloads without a
 * catalog file, and reports problems of the annotations of other entities.
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
        const client = WorkloadStreamClient.create({ ...deps, clock });
        const provider = WorkloadEntityProvider.create({
          ...deps,
          ...settings,
          clock,
          workloads: () => client.workloads(),
        });
        processing.addEntityProvider(provider);
        const stopped = new AbortController();
        const running: Promise<void>[] = [];
        lifecycle.addStartupHook(() => {
          running.push(
            client.run(() => provider.onChange(), stopped.signal),
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
