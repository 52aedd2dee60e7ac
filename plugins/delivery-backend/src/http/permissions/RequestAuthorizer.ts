import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  AuthorizeResult,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import type { Permission } from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_DELIVERY,
  RESOURCE_TYPE_SERVICE,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionAuthorizer } from '../../actions/ActionAuthorizer';
import type { DeliveryAuthorizer } from './DeliveryAuthorizer';
import type { ServiceAuthorizer } from './ServiceAuthorizer';

/** Decides on actions with the permissions of the delivery plugin and on basic ones. */
export class RequestAuthorizer implements ActionAuthorizer {
  readonly #permissions: PermissionsService;
  readonly #environments: DeliveryAuthorizer;
  readonly #services: ServiceAuthorizer;

  static create(options: {
    permissions: PermissionsService;
    environments: DeliveryAuthorizer;
    services: ServiceAuthorizer;
  }): RequestAuthorizer {
    return new RequestAuthorizer(options);
  }

  private constructor(options: Parameters<typeof RequestAuthorizer.create>[0]) {
    this.#permissions = options.permissions;
    this.#environments = options.environments;
    this.#services = options.services;
  }

  async isAllowed(
    permission: Permission,
    { entity, environment }: { entity?: Entity; environment?: string },
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    if (isResourcePermission(permission, RESOURCE_TYPE_DELIVERY)) {
      if (!entity || environment === undefined) {
        throw problemError(
          InputError,
          requestProblem('targetEnvironmentMissing'),
        );
      }
      return this.#environments.isAllowed(
        permission,
        entity,
        environment,
        credentials,
      );
    }
    if (isResourcePermission(permission, RESOURCE_TYPE_SERVICE)) {
      if (!entity) {
        throw problemError(InputError, requestProblem('targetEntityMissing'));
      }
      return this.#services.isAllowed(permission, entity, credentials);
    }
    if (isResourcePermission(permission)) return false;
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }
}
