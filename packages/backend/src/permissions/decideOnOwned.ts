import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import type {
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import { RESOURCE_TYPE_SCAFFOLDER_TASK } from '@backstage/plugin-scaffolder-common/alpha';
import {
  createDeliveryConditionalDecision,
  createServiceConditionalDecision,
  deliveryConditions,
  serviceConditions,
} from '@fairway/backstage-plugin-delivery-backend';
import {
  RESOURCE_TYPE_DELIVERY,
  RESOURCE_TYPE_SERVICE,
} from '@fairway/backstage-plugin-delivery-common';
import type { Person } from './roles';

/** Allows a permission for entities that the user owns, with the conditions of the permission's plugin. */
export function decideOnOwned(
  permission: Permission,
  { userEntityRef, ownershipEntityRefs }: Person,
): PolicyDecision {
  if (isResourcePermission(permission, RESOURCE_TYPE_CATALOG_ENTITY)) {
    return createCatalogConditionalDecision(
      permission,
      catalogConditions.isEntityOwner({ claims: ownershipEntityRefs }),
    );
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_SCAFFOLDER_TASK)) {
    return createScaffolderTaskConditionalDecision(
      permission,
      scaffolderTaskConditions.isTaskOwner({ createdBy: [userEntityRef] }),
    );
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_DELIVERY)) {
    return createDeliveryConditionalDecision(
      permission,
      deliveryConditions.isServiceOwner({ claims: ownershipEntityRefs }),
    );
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_SERVICE)) {
    return createServiceConditionalDecision(
      permission,
      serviceConditions.isOwner({ claims: ownershipEntityRefs }),
    );
  }
  return { result: AuthorizeResult.DENY };
}
