import { createBackendModule } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/**
 * Module of the auth plugin for OpenID Connect. It signs users in as the catalog user
 * with the name of their account. It does not use the email address, because Gitea does
 * not report whether it is verified.
 */
export const authModuleOidc = createBackendModule({
  pluginId: 'auth',
  moduleId: 'oidc',
  register(env) {
    env.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'oidc',
          factory: createOAuthProviderFactory({
            authenticator: oidcAuthenticator,
            async signInResolver({ result }, context) {
              const name = result.fullProfile.userinfo.preferred_username;
              if (typeof name !== 'string' || !name) {
                throw new NotFoundError(
                  'Cannot sign in: the account has no user name. Configure the provider to send the claim preferred_username.',
                );
              }
              return context.signInWithCatalogUser({ entityRef: { name } });
            },
          }),
        });
      },
    });
  },
});
