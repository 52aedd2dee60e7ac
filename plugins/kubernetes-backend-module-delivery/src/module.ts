import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  kubernetesAuthStrategyExtensionPoint,
  kubernetesRouterExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { kubernetesClustersServiceRef } from '@fairway/backstage-plugin-delivery-node';
import { usesKubeconfig } from './kubeconfig/usesKubeconfig';
import { KUBECONFIG_AUTH_PROVIDER } from './kubeconfig/annotations';
import { KubeconfigStrategy } from './kubeconfig/KubeconfigStrategy';
import { stockAuthStrategies } from './stockAuthStrategies';

/**
 * Module of the Kubernetes plugin that passes its clusters and auth strategies to the
 * delivery plugin, and adds the auth provider `kubeconfig`. It does not change the
 * routes of the Kubernetes plugin.
 *
 * @public
 */
export const kubernetesModuleDelivery = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'delivery',
  register(env) {
    env.registerInit({
      deps: {
        authStrategies: kubernetesAuthStrategyExtensionPoint,
        clusters: kubernetesClustersServiceRef,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        router: kubernetesRouterExtensionPoint,
      },
      async init({ authStrategies, clusters, config, logger, router }) {
        // The plugin drops its default strategies as soon as one is added. So this
        // module adds them too, and only if a cluster uses kubeconfig.
        if (usesKubeconfig(config)) {
          const stock = stockAuthStrategies({ config, logger });
          for (const [name, strategy] of Object.entries(stock)) {
            authStrategies.addAuthStrategy(name, strategy);
          }
          authStrategies.addAuthStrategy(
            KUBECONFIG_AUTH_PROVIDER,
            KubeconfigStrategy.create(),
          );
        }
        router.addRouter(({ getDefault, clusterSupplier, authStrategyMap }) => {
          clusters.provide({
            clusterSupplier,
            authStrategies: authStrategyMap,
          });
          return getDefault();
        });
      },
    });
  },
});
