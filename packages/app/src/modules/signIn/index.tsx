import { OAuth2 } from '@backstage/core-app-api';
import { SignInPage } from '@backstage/core-components';
import type {
  BackstageIdentityApi,
  OpenIdConnectApi,
  ProfileInfoApi,
  SessionApi,
} from '@backstage/core-plugin-api';
import {
  ApiBlueprint,
  configApiRef,
  createApiRef,
  createFrontendModule,
  discoveryApiRef,
  oauthRequestApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import type { ComponentProps } from 'react';
import { appTranslationRef } from '../language/ref';

const oidcAuthApiRef = createApiRef<
  OpenIdConnectApi & ProfileInfoApi & BackstageIdentityApi & SessionApi
>({ id: 'app.auth.oidc' });

type SignInProps = Pick<ComponentProps<typeof SignInPage>, 'onSignInSuccess'>;

/** Sign-in page with OpenID Connect and guest access, as far as they are configured. */
function PortalSignInPage({ onSignInSuccess }: SignInProps) {
  const config = useApi(configApiRef);
  const { t } = useTranslationRef(appTranslationRef);
  const title = config.getOptionalString('fairway.signIn.title');
  const hasGuests = config.getOptionalBoolean('fairway.signIn.guest') ?? false;
  const account = title && {
    id: 'oidc',
    title,
    message: t('signInHint', { provider: title }),
    apiRef: oidcAuthApiRef,
  };
  return (
    <SignInPage
      onSignInSuccess={onSignInSuccess}
      providers={[
        ...(account ? [account] : []),
        ...(hasGuests ? (['guest'] as const) : []),
      ]}
    />
  );
}

/** Frontend module with the sign-in page and the OpenID Connect API. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'oidc-auth',
      params: defineParams =>
        defineParams({
          api: oidcAuthApiRef,
          deps: {
            configApi: configApiRef,
            discoveryApi: discoveryApiRef,
            oauthRequestApi: oauthRequestApiRef,
          },
          factory: ({ configApi, discoveryApi, oauthRequestApi }) =>
            OAuth2.create({
              configApi,
              discoveryApi,
              oauthRequestApi,
              provider: {
                id: 'oidc',
                title:
                  configApi.getOptionalString('fairway.signIn.title') ??
                  'OpenID Connect',
                icon: () => null,
              },
              environment: configApi.getOptionalString('auth.environment'),
              defaultScopes: ['openid', 'profile', 'email'],
            }),
        }),
    }),
    SignInPageBlueprint.make({
      params: { loader: async () => PortalSignInPage },
    }),
  ],
});
