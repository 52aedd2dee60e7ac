import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { missingMark, namesOwner, ownerMarkOf } from './liveMetadata';

/** Requires that a manifest names the entity that the action is for as its owner. */
export const declaredOwner: ActionGuard = {
  id: 'delivery.declared-owner',
  check: async ({ object, entity }) => {
    if (!object || !entity) return undefined;
    const owner = ownerMarkOf(entity);
    return namesOwner(object.manifest.metadata, owner)
      ? undefined
      : refusal('ownerNotDeclared', {
          entityRef: owner.entityRef,
          ...missingMark(owner),
        });
  },
};
