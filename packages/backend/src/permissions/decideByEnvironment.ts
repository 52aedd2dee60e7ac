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
import type { ApplyPreview } from './decide';
import type { Person } from './roles';

type Criteria = Parameters<typeof createDeliveryConditionalDecision>[1];

/** Allows a thing in production by one verdict, and everywhere else by another. */
export function decideByEnvironment(
  permission: ResourcePermission<typeof RESOURCE_TYPE_DELIVERY>,
  verdicts: { inProduction: ApplyPreview; elsewhere: ApplyPreview },
  { ownershipEntityRefs }: Person,
): PolicyDecision {
  const { inProduction, elsewhere } = verdicts;
  if (inProduction === 'allow' && elsewhere === 'allow') {
    return { result: AuthorizeResult.ALLOW };
  }
  const { isProduction, isServiceOwner } = deliveryConditions;
  const owned = isServiceOwner({ claims: ownershipEntityRefs });
  const [first, ...others]: Criteria[] = [
    ...within(inProduction, isProduction({}), owned),
    ...within(elsewhere, { not: isProduction({}) }, owned),
  ];
  return first
    ? createDeliveryConditionalDecision(permission, {
        anyOf: [first, ...others],
      })
    : { result: AuthorizeResult.DENY };
}

function within(
  verdict: ApplyPreview,
  place: Criteria,
  owned: Criteria,
): Criteria[] {
  if (verdict === 'deny') return [];
  return verdict === 'allow' ? [place] : [{ allOf: [place, owned] }];
}
