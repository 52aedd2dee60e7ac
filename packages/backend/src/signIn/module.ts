import { createBackendModule } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/**
 * Signs people in by OpenID Connect, as the user of the catalog that is called
 * as their account is. Not by their address: Gitea does not say whether it has
 * verified that, so the portal trusts the provider's user names.
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
                  'The account has no user name; the provider has to give the claim preferred_username',
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
