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
import { createGitInspectAction } from './gitInspectAction';
import { createGitProposeAction } from './gitProposeAction';
import { createGitPublishAction } from './gitPublishAction';
import { createGitWaitAction } from './gitWaitAction';
import { GiteaRepositories } from './GiteaRepositories';
import { GitPusher } from './GitPusher';
import { GitServers } from './GitServers';
import { createJenkinsPipelineAction } from './jenkinsPipelineAction';
import { Kustomize } from './Kustomize';
import { createPreviewRouter } from './previewRouter';
import { PushWebhooks } from './PushWebhooks';
import { createRepositoryRouter } from './repositoryRouter';
import { createRolloutWaitAction } from './rolloutWaitAction';

/**
 * Module of the scaffolder plugin that adds the delivery plugin's template actions.
 *
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
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        reader: coreServices.urlReader,
      },
      async init(deps) {
        const { actions, auth, catalog, config, discovery, logger } = deps;
        const { httpAuth, httpRouter, permissions, reader } = deps;
        const delivery = DeliveryClient.create({ auth, discovery });
        const integrations = ScmIntegrations.fromConfig(config);
        const gitea = GiteaRepositories.create(integrations);
        const webhooks = PushWebhooks.fromConfig(config);
        const servers = GitServers.fromConfig(config, integrations);
        const kustomize = Kustomize.create(
          config.getOptionalString('delivery.kustomize.command') ?? 'kubectl',
        );
        // Logged at startup; the module does not wait for the result.
        kustomize.check().catch(error => logger.error(error.message));
        httpRouter.use(
          createRepositoryRouter({ httpAuth, permissions, gitea }),
        );
        httpRouter.use(
          createPreviewRouter({
            auth,
            catalog,
            discovery,
            httpAuth,
            integrations,
            reader,
          }),
        );
        actions.addActions(
          createApplyAction({ delivery, kustomize }),
          createRolloutWaitAction({ delivery }),
          createJenkinsPipelineAction({ delivery, gitea, webhooks }),
          createGitInspectAction({ gitea, reader }),
          createGitWaitAction({ reader }),
          createGitProposeAction({ gitea }),
          createGitPublishAction({
            gitea,
            push: initRepoAndPush,
            servers,
            pusher: GitPusher.create(),
          }),
          createCatalogWaitAction({ catalog }),
        );
      },
    });
  },
});
