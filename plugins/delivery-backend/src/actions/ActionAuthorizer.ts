import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { Permission } from '@backstage/plugin-permission-common';

/** Decides what a person may do. */
export interface ActionAuthorizer {
  /**
   * Whether a person has a permission: one of the resource type
   * `delivery-service` on an entity, one of `delivery-environment` on an entity in
   * an environment, a basic one by itself.
   */
  isAllowed(
    permission: Permission,
    resource: { entity?: Entity; environment?: string },
    credentials: BackstageCredentials,
  ): Promise<boolean>;
}
