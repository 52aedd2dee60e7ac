import { createBackendModule } from '@backstage/backend-plugin-api';
import { rolloutEnginesExtensionPoint } from '@fairway/backstage-plugin-delivery-node';
import { ArgoRolloutsEngine } from './ArgoRolloutsEngine';

/**
 * Shows rollouts of Argo Rollouts on the delivery pages.
 * @public
 */
export const deliveryModuleArgoRollouts = createBackendModule({
  pluginId: 'delivery',
  moduleId: 'argo-rollouts',
  register(env) {
    env.registerInit({
      deps: { engines: rolloutEnginesExtensionPoint },
      async init({ engines }) {
        engines.addEngine(ArgoRolloutsEngine.create());
      },
    });
  },
});
