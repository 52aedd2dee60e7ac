import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { ScmIntegrations } from '@backstage/integration';
import {
  initRepoAndPush,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import { createApplyAction } from './applyAction';
import { createCatalogWaitAction } from './catalogWaitAction';
import { DeliveryClient } from './DeliveryClient';
import { createGitProposeAction } from './gitProposeAction';
import { createGitPublishAction } from './gitPublishAction';
import { createGitWaitAction } from './gitWaitAction';
import { GiteaClient } from './GiteaClient';
import { Kustomize } from './Kustomize';
import { createRolloutWaitAction } from './rolloutWaitAction';

/**
 * Adds the delivery plugin's actions to templates.
 * @public
 */
export const scaffolderModuleDelivery = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'delivery',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        reader: coreServices.urlReader,
      },
      async init(deps) {
        const { actions, auth, catalog, config, discovery, logger } = deps;
        const { reader } = deps;
        const delivery = DeliveryClient.create({ auth, discovery });
        const gitea = GiteaClient.create(ScmIntegrations.fromConfig(config));
        const kustomize = Kustomize.create(
          config.getOptionalString('delivery.kustomize.command') ?? 'kubectl',
        );
        // Said at start, and nothing waits for it.
        kustomize.check().catch(error => logger.error(error.message));
        actions.addActions(
          createApplyAction({ delivery, kustomize }),
          createRolloutWaitAction({ delivery }),
          createGitWaitAction({ reader }),
          createGitProposeAction({ gitea }),
          createGitPublishAction({ gitea, push: initRepoAndPush }),
          createCatalogWaitAction({ catalog }),
        );
      },
    });
  },
});
