import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { PermissionRuleset } from '@backstage/plugin-permission-node';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  RESOURCE_TYPE_DELIVERY,
  deliveryApplyPermission,
  deliveryConfigReadPermission,
  deliveryReadPermission,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { EnvironmentConfig } from '../../config';
import { ownersOf } from '../../services';
import type { DeliveryResource } from './rules';

/** Service that a permission is checked on. */
type Subject = Pick<DeliveryResource, 'entityRef' | 'owners'>;

/** Checks the permissions on deliveries: one policy decision for each caller, applied to services in memory. */
export class DeliveryAuthorizer {
  readonly #permissions: PermissionsService;
  readonly #environments: EnvironmentConfig[];
  readonly #isAllowed: ReturnType<
    typeof createConditionAuthorizer<DeliveryResource>
  >;

  static create(options: {
    permissions: PermissionsService;
    ruleset: PermissionRuleset<DeliveryResource>;
    environments: EnvironmentConfig[];
  }): DeliveryAuthorizer {
    return new DeliveryAuthorizer(options);
  }

  private constructor(
    options: Parameters<typeof DeliveryAuthorizer.create>[0],
  ) {
    this.#permissions = options.permissions;
    this.#environments = options.environments;
    this.#isAllowed = createConditionAuthorizer(options.ruleset);
  }

  /**
   * The names of the environments in which a viewer may see a service.
   *
   * @throws NotAllowedError when there are environments and none is allowed
   */
  async readableEnvironments(
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const readableOf = await this.readableBy(credentials);
    const readable = readableOf(subjectOf(entity));
    if (this.#environments.length && !readable.length) {
      throw problemError(
        NotAllowedError,
        requestProblem('serviceForbidden', {
          entityRef: stringifyEntityRef(entity),
          permission: deliveryReadPermission.name,
        }),
      );
    }
    return readable;
  }

  /**
   * What a viewer may see, decided once: gives for a service the names of the
   * environments in which the viewer may see it, maybe none.
   */
  readableBy(
    credentials: BackstageCredentials,
  ): Promise<(service: Subject) => string[]> {
    return this.allowedBy(deliveryReadPermission, credentials);
  }

  /**
   * Checks that a caller may see all services in all environments.
   *
   * @throws NotAllowedError that names the permission
   */
  async authorizeReadingAll(credentials: BackstageCredentials): Promise<void> {
    const permission = deliveryReadPermission;
    const [{ result }] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    if (result === AuthorizeResult.ALLOW) return;
    throw problemError(
      NotAllowedError,
      requestProblem('readingAllForbidden', { permission: permission.name }),
    );
  }

  /** Names of the environments in which the caller may see the configuration of a service; may be empty. */
  async configurationReadable(
    entity: Entity,
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const allowedOf = await this.allowedBy(
      deliveryConfigReadPermission,
      credentials,
    );
    return allowedOf(subjectOf(entity));
  }

  /**
   * The names of the environments in which a user may see, and may apply, a
   * service to come that these own.
   */
  async environmentsForOwners(
    owners: string[],
    credentials: BackstageCredentials,
  ): Promise<[readable: string[], applicable: string[]]> {
    // What rules know of a service that the catalog does not have yet
    const toCome = { entityRef: '', owners };
    const decided = [deliveryReadPermission, deliveryApplyPermission].map(
      async permission =>
        (await this.allowedBy(permission, credentials))(toCome),
    );
    const [readable, applicable] = await Promise.all(decided);
    return [readable, applicable];
  }

  /** Whether a person has a permission on a service in an environment. */
  async isAllowed(
    permission: ResourcePermission<typeof RESOURCE_TYPE_DELIVERY>,
    entity: Entity,
    environment: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const allowedOf = await this.allowedBy(permission, credentials);
    return allowedOf(subjectOf(entity)).includes(environment);
  }

  /**
   * A check of a permission on many services, with one request to the permission
   * backend: returns the names of the environments in which the caller has it.
   */
  async allowedBy(
    permission: ResourcePermission<typeof RESOURCE_TYPE_DELIVERY>,
    credentials: BackstageCredentials,
  ): Promise<(service: Subject) => string[]> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return service =>
      this.#environments
        .filter(({ name, production }) =>
          this.#isAllowed(decision, {
            ...service,
            environment: name,
            production,
          }),
        )
        .map(({ name }) => name);
  }
}

function subjectOf(entity: Entity): Subject {
  return { entityRef: stringifyEntityRef(entity), owners: ownersOf(entity) };
}

/** Loads the resources of delivery permissions, by resource ref. */
export function deliveryResources(options: {
  catalog: CatalogService;
  environments: EnvironmentConfig[];
  getCredentials: () => Promise<BackstageCredentials>;
}): (refs: string[]) => Promise<Array<DeliveryResource | undefined>> {
  const { catalog, environments, getCredentials } = options;
  return async refs => {
    const parts = refs.map(ref => ref.split('#', 2));
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: parts.map(([entityRef]) => entityRef) },
      { credentials: await getCredentials() },
    );
    return parts.map(([, name], index) => {
      const entity = items[index];
      const environment = environments.find(e => e.name === name);
      return entity && environment && deliveryResource(entity, environment);
    });
  };
}

function deliveryResource(
  entity: Entity,
  environment: EnvironmentConfig,
): DeliveryResource {
  return {
    ...subjectOf(entity),
    environment: environment.name,
    production: environment.production,
  };
}
