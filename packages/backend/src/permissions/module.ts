import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { readRoleBindings } from './readRoleBindings';
import { RolePolicy } from './RolePolicy';

/** Module of the permission plugin that sets the role-based policy. */
export const permissionModuleRolePolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'role-policy',
  register(env) {
    env.registerInit({
      deps: { config: coreServices.rootConfig, policy: policyExtensionPoint },
      async init({ config, policy }) {
        policy.setPolicy(RolePolicy.create(readRoleBindings(config)));
      },
    });
  },
});
