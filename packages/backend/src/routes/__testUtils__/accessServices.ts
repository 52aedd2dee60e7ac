import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type {
  BackstageCredentials,
  BackstageUserInfo,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { readRoleBindings } from '../../permissions/readRoleBindings';
import { RolePolicy } from '../../permissions/RolePolicy';
import { groupsOf, restrictionsOf } from './callers';

/**
 * Decides as the real service: for a user by the policy, for a service by its restrictions.
 *
 * @see https://github.com/backstage/backstage/blob/master/plugins/permission-node/src/ServerPermissionClient.ts
 */
export const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {
    auth: coreServices.auth,
    config: coreServices.rootConfig,
  },
  factory: ({ auth, config }) => {
    const policy = RolePolicy.create(readRoleBindings(config));
    const decide = async (
      requests: { permission: Permission }[],
      credentials: BackstageCredentials,
    ): Promise<PolicyDecision[]> => {
      if (auth.isPrincipal(credentials, 'user')) {
        const info = userInfoOf(credentials.principal.userEntityRef);
        return Promise.all(
          requests.map(request =>
            policy.handle(request, { credentials, info }),
          ),
        );
      }
      if (!auth.isPrincipal(credentials, 'service')) {
        throw new Error(
          'The portal has no policy for requests without a token',
        );
      }
      const names =
        restrictionsOf[credentials.principal.subject]?.permissionNames;
      return requests.map(({ permission: { name } }) => ({
        result:
          !names || names.includes(name)
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }));
    };
    return {
      authorizeConditional: (requests, { credentials }) =>
        decide(requests, credentials),
      authorize: async (requests, { credentials }) =>
        (await decide(requests, credentials)).map(({ result }) => {
          if (result === AuthorizeResult.CONDITIONAL) {
            throw new Error('Ask for the conditions of a resource permission');
          }
          return { result };
        }),
    };
  },
});

function userInfoOf(userEntityRef: string): BackstageUserInfo {
  return {
    userEntityRef,
    ownershipEntityRefs: [userEntityRef, ...(groupsOf[userEntityRef] ?? [])],
  };
}

/** Users with their groups. */
export const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: { auth: coreServices.auth },
  factory: ({ auth }) => ({
    getUserInfo: async credentials => {
      if (!auth.isPrincipal(credentials, 'user')) {
        throw new Error('Only a user has user info');
      }
      return userInfoOf(credentials.principal.userEntityRef);
    },
  }),
});
