import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type { PermissionRuleset } from '@backstage/plugin-permission-node';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { RESOURCE_TYPE_SERVICE } from '@fairway/backstage-plugin-delivery-common';
import { ownersOf } from '../../services';
import type { ServiceResource } from './serviceRules';

type ServicePermission = ResourcePermission<typeof RESOURCE_TYPE_SERVICE>;

/** Checks the permissions on the pipelines of services. */
export class ServiceAuthorizer {
  readonly #permissions: PermissionsService;
  readonly #applies: ReturnType<
    typeof createConditionAuthorizer<ServiceResource>
  >;

  static create(options: {
    permissions: PermissionsService;
    ruleset: PermissionRuleset<ServiceResource>;
  }): ServiceAuthorizer {
    return new ServiceAuthorizer(options);
  }

  private constructor(options: Parameters<typeof ServiceAuthorizer.create>[0]) {
    this.#permissions = options.permissions;
    this.#applies = createConditionAuthorizer(options.ruleset);
  }

  /** @throws NotAllowedError that names the permission */
  async authorize(
    permission: ServicePermission,
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (await this.isAllowed(permission, entity, credentials)) return;
    throw problemError(
      NotAllowedError,
      requestProblem('serviceForbidden', {
        entityRef: stringifyEntityRef(entity),
        permission: permission.name,
      }),
    );
  }

  async isAllowed(
    permission: ServicePermission,
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const allowed = await this.allowedBy(permission, credentials);
    return allowed(serviceResource(entity));
  }

  /** A check of a permission on many services, with one request to the permission backend. */
  async allowedBy(
    permission: ServicePermission,
    credentials: BackstageCredentials,
  ): Promise<(service: ServiceResource) => boolean> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return service => this.#applies(decision, service);
  }
}

function serviceResource(entity: Entity): ServiceResource {
  return { entityRef: stringifyEntityRef(entity), owners: ownersOf(entity) };
}

/** Loads the resources of service permissions, by entity ref. */
export function serviceResources(options: {
  catalog: CatalogService;
  getCredentials: () => Promise<BackstageCredentials>;
}): (refs: string[]) => Promise<Array<ServiceResource | undefined>> {
  const { catalog, getCredentials } = options;
  return async refs => {
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs },
      { credentials: await getCredentials() },
    );
    return items.map(entity => entity && serviceResource(entity));
  };
}
