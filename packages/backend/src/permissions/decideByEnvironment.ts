import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createDeliveryConditionalDecision,
  deliveryConditions,
} from '@fairway/backstage-plugin-delivery-backend';
import type { RESOURCE_TYPE_DELIVERY } from '@fairway/backstage-plugin-delivery-common';
import type { RoleDecision } from './decide';
import type { Person } from './roles';

type Criteria = Parameters<typeof createDeliveryConditionalDecision>[1];

/** Combines separate decisions for production and for all other environments. */
export function decideByEnvironment(
  permission: ResourcePermission<typeof RESOURCE_TYPE_DELIVERY>,
  decisions: { inProduction: RoleDecision; elsewhere: RoleDecision },
  { ownershipEntityRefs }: Person,
): PolicyDecision {
  const { inProduction, elsewhere } = decisions;
  if (inProduction === 'allow' && elsewhere === 'allow') {
    return { result: AuthorizeResult.ALLOW };
  }
  const { isProduction, isServiceOwner } = deliveryConditions;
  const owned = isServiceOwner({ claims: ownershipEntityRefs });
  const [first, ...others]: Criteria[] = [
    ...criteriaFor(inProduction, isProduction({}), owned),
    ...criteriaFor(elsewhere, { not: isProduction({}) }, owned),
  ];
  return first
    ? createDeliveryConditionalDecision(permission, {
        anyOf: [first, ...others],
      })
    : { result: AuthorizeResult.DENY };
}

function criteriaFor(
  decision: RoleDecision,
  environment: Criteria,
  owned: Criteria,
): Criteria[] {
  if (decision === 'deny') return [];
  return decision === 'allow'
    ? [environment]
    : [{ allOf: [environment, owned] }];
}
