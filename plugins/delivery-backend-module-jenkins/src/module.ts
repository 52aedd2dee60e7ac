import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { pipelineProvidersExtensionPoint } from '@fairway/backstage-plugin-delivery-node';
import { JenkinsProvider } from './JenkinsProvider';

/**
 * Module of the delivery plugin that adds the pipelines of Jenkins.
 *
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
