import { createBackend } from '@backstage/backend-defaults';
import { permissionModuleRolePolicy } from './permissions/module';
import { authModuleOidc } from './signIn/module';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-proxy-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(authModuleOidc);

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(permissionModuleRolePolicy);

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-gitea'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@fairway/backstage-plugin-catalog-backend-module-delivery'),
);

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-workspace-database'),
);
backend.add(
  import('@fairway/backstage-plugin-scaffolder-backend-module-delivery'),
);

backend.add(import('@backstage/plugin-techdocs-backend'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(
  import('@fairway/backstage-plugin-kubernetes-backend-module-delivery'),
);
backend.add(import('@fairway/backstage-plugin-delivery-backend'));
backend.add(
  import('@fairway/backstage-plugin-delivery-backend-module-argo-rollouts'),
);
backend.add(
  import('@fairway/backstage-plugin-delivery-backend-module-jenkins'),
);

backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.start();
