import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  deliveryPermissions,
  servicePermissions,
} from '@fairway/backstage-plugin-delivery-common';
import type { EnvironmentConfig } from '../../config';
import { DeliveryAuthorizer, deliveryResources } from './DeliveryAuthorizer';
import { RequestAuthorizer } from './RequestAuthorizer';
import { deliveryResourceRef, deliveryRules } from './rules';
import { ServiceAuthorizer, serviceResources } from './ServiceAuthorizer';
import { serviceResourceRef, serviceRules } from './serviceRules';

/** Authorizers of the plugin's permissions. */
export interface Authorizers {
  /** Permissions on a service in an environment */
  delivery: DeliveryAuthorizer;
  /** Permissions on a service */
  service: ServiceAuthorizer;
  /** Permissions of actions */
  request: RequestAuthorizer;
  /** Whether a user may see the configuration of a service in an environment */
  mayReadConfiguration(
    entity: Entity,
    environment: string,
    credentials: BackstageCredentials,
  ): Promise<boolean>;
}

/** Registers the plugin's permissions and rules, and creates their authorizers. */
export function createAuthorizers(options: {
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  catalog: CatalogService;
  getCredentials: () => Promise<BackstageCredentials>;
  environments: EnvironmentConfig[];
}): Authorizers {
  const { permissions, permissionsRegistry, catalog } = options;
  const { getCredentials, environments } = options;
  permissionsRegistry.addResourceType({
    resourceRef: deliveryResourceRef,
    permissions: deliveryPermissions,
    rules: Object.values(deliveryRules),
    getResources: deliveryResources({ catalog, environments, getCredentials }),
  });
  permissionsRegistry.addResourceType({
    resourceRef: serviceResourceRef,
    permissions: servicePermissions,
    rules: Object.values(serviceRules),
    getResources: serviceResources({ catalog, getCredentials }),
  });
  const delivery = DeliveryAuthorizer.create({
    permissions,
    ruleset: permissionsRegistry.getPermissionRuleset(deliveryResourceRef),
    environments,
  });
  const service = ServiceAuthorizer.create({
    permissions,
    ruleset: permissionsRegistry.getPermissionRuleset(serviceResourceRef),
  });
  const request = RequestAuthorizer.create({
    permissions,
    environments: delivery,
    services: service,
  });
  return {
    delivery,
    service,
    request,
    async mayReadConfiguration(entity, environment, credentials) {
      const readable = await delivery.configurationReadable(
        entity,
        credentials,
      );
      return readable.includes(environment);
    },
  };
}
