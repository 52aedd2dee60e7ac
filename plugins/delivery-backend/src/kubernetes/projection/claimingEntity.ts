import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { FAIRWAY_ENTITY } from '@fairway/backstage-plugin-delivery-common';
import type { Metadata } from './objectSchema';

/**
 * Ref of the entity that an object names as its owner. It can be written in several
 * ways, such as `orders` or `Component:Orders`. A text that is not a ref stays
 * unchanged, because it is still a claim.
 */
export function claimingEntity({ annotations }: Metadata): string | undefined {
  const ref = annotations[FAIRWAY_ENTITY];
  if (ref === undefined) return undefined;
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, {
        defaultKind: 'component',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    return ref;
  }
}
