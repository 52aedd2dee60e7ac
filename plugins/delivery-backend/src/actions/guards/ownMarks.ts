import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { ownerMarkOf } from './liveMetadata';
import { referencesOf } from './references/referencesPerKind';

/**
 * Refuses labels and annotations that name another service as the owner, on an object and
 * on everything that it creates: these would appear on the other service's page.
 */
export const ownMarks: ActionGuard = {
  id: 'delivery.own-marks',
  check: async ({ object, entity }) => {
    if (object?.operation !== 'write' || !entity) return undefined;
    const { entityRef, id } = ownerMarkOf(entity);
    for (const reference of referencesOf(object.manifest)) {
      if (reference.type !== 'metadata' && reference.type !== 'podMetadata') {
        continue;
      }
      const { field, labels, annotations } = reference;
      const value = labels[KUBERNETES_ID];
      if (value !== undefined && value !== id) {
        const name = `${field}.labels[${KUBERNETES_ID}]`;
        return refusal('markOfOther', { field: name, value, entityRef });
      }
      const named = annotations[FAIRWAY_ENTITY];
      if (named !== undefined && named !== entityRef) {
        const name = `${field}.annotations[${FAIRWAY_ENTITY}]`;
        return refusal('markOfOther', { field: name, value: named, entityRef });
      }
    }
    return undefined;
  },
};
