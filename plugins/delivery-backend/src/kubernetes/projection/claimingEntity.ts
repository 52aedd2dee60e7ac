import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { FAIRWAY_ENTITY } from '@fairway/backstage-plugin-delivery-common';
import type { Metadata } from './objectSchema';

/**
 * Ref of the entity that an object says it belongs to. The catalog knows one
 * service by many spellings, such as `orders` or `Component:Orders`. What names
 * no entity stays as it is: a claim all the same.
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
