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
 * Hands the Kubernetes plugin's clusters and auth strategies to the delivery
 * plugin, and adds the auth provider `kubeconfig`. The Kubernetes plugin's own
 * routes stay as they are.
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
        // The plugin drops its own strategies as soon as one is added, so ours
        // brings them along, and only where it is used.
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
