import type { BackstagePrincipalAccessRestrictions } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  deliveryReadPermission,
  pipelineReadPermission,
} from '@fairway/backstage-plugin-delivery-common';

/** Groups of the users; a user without an entry is in no group. */
export const groupsOf: Record<string, string[]> = {
  'user:default/other': ['group:default/other-team'],
  'user:default/owner': ['group:default/harbour'],
};

/**
 * Access of services outside the portal, by subject, as `backend.auth.externalAccess`
 * restricts it. A plugin has no restrictions.
 */
export const restrictionsOf: Record<
  string,
  BackstagePrincipalAccessRestrictions
> = {
  'external:reader': {
    permissionNames: [deliveryReadPermission.name, pipelineReadPermission.name],
  },
  'external:stranger': { permissionNames: ['catalog.entity.read'] },
};

/** Authorization headers of all callers, with tokens for one plugin. */
export function callersOf(targetPluginId: string) {
  const service = (subject: string) =>
    mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(subject),
      targetPluginId,
    });
  return {
    /** No token */
    none: undefined,
    /** A guest, who only reads */
    guest: mockCredentials.user.header('user:default/guest'),
    /** A signed-in user without a role */
    viewer: mockCredentials.user.header('user:default/viewer'),
    /** A developer of another team */
    otherTeam: mockCredentials.user.header('user:default/other'),
    /** The owner of the service, without a role */
    owner: mockCredentials.user.header('user:default/owner'),
    /** A plugin of the portal, for itself */
    plugin: service('plugin:search'),
    /** A service that may read deliveries and pipelines */
    reader: service('external:reader'),
    /** A service that may read nothing of the delivery plugin */
    stranger: service('external:stranger'),
  };
}

/** Name of a caller in the route table. */
export type Caller = keyof ReturnType<typeof callersOf>;
