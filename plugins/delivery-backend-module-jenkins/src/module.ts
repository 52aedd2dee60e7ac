import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { pipelineProvidersExtensionPoint } from '@fairway/backstage-plugin-delivery-node';
import { JenkinsProvider } from './JenkinsProvider';

/**
 * Shows pipelines of Jenkins on the delivery pages.
 * @public
 */
export const deliveryModuleJenkins = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'jenkins',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: pipelineProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        providers.addProvider(JenkinsProvider.fromConfig(config));
      },
    });
  },
});
