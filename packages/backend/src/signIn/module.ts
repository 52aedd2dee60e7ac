import { createBackendModule } from '@backstage/backend-plugin-api';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { signInBySubject } from './signInBySubject';

/**
 * Module of the auth plugin for OpenID Connect. It signs users in by the id of their
 * account, because a name or an email address can change its owner.
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
            signInResolver: ({ result }, context) =>
              signInBySubject(result.fullProfile.userinfo.sub, context),
          }),
        });
      },
    });
  },
});
