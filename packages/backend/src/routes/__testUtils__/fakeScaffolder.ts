import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { templateDryRunPermission } from '@backstage/plugin-scaffolder-common/alpha';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';

/** The scaffolder's dry run, which authorizes as the real one and runs nothing. */
export const fakeScaffolder = createBackendPlugin({
  pluginId: 'scaffolder',
  register(env) {
    env.registerExtensionPoint(scaffolderActionsExtensionPoint, {
      addActions: () => {},
    });
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
      },
      async init({ httpAuth, httpRouter, permissions }) {
        httpRouter.use(async (req, res, next) => {
          if (req.path !== '/v2/dry-run') {
            next();
            return;
          }
          const [{ result }] = await permissions.authorize(
            [{ permission: templateDryRunPermission }],
            { credentials: await httpAuth.credentials(req) },
          );
          if (result === AuthorizeResult.ALLOW) {
            res.json({ output: {}, directoryContents: [] });
          } else next(new NotAllowedError());
        });
      },
    });
  },
});
