import type { Entity } from '@backstage/catalog-model';
import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { OwnershipResolver } from '../OwnershipResolver';
import {
  liveMetadata,
  missingMark,
  namesOwner,
  ownerMarkOf,
} from './liveMetadata';

/**
 * Requires that an existing object belongs to the entity that the action is for. An
 * id that catalog files of other repositories name as well proves nothing: then the
 * object's own annotation decides.
 */
export function existingOwner(
  ownership: Pick<OwnershipResolver, 'findConflictingOwners'>,
): ActionGuard {
  // The catalog is read once for all objects of an action.
  const known = new WeakMap<Entity, Promise<string[]>>();
  const conflictingOwners = (entity: Entity) => {
    const owners = known.get(entity) ?? ownership.findConflictingOwners(entity);
    known.set(entity, owners);
    return owners;
  };
  return {
    id: 'delivery.existing-owner',
    check: async ({ object, entity }) => {
      if (!entity || object?.existing === undefined) return undefined;
      const owner = ownerMarkOf(entity);
      const { entityRef, id } = owner;
      const existing = liveMetadata(object.existing);
      const { labels, annotations } = existing;
      const others = [
        labels[KUBERNETES_ID],
        annotations[FAIRWAY_ENTITY],
      ].filter(named => named && named !== id && named !== entityRef);
      if (others.length) {
        return refusal('ownedByOther', { owners: others.join(', ') });
      }
      if (annotations[FAIRWAY_ENTITY] === entityRef) return undefined;
      if (!namesOwner(existing, owner)) {
        return refusal('ownerNotProven', { entityRef, ...missingMark(owner) });
      }
      const conflicting = await conflictingOwners(entity);
      return conflicting.length
        ? refusal('ownerContested', {
            id: id ?? '',
            owners: conflicting.join(', '),
            annotation: FAIRWAY_ENTITY,
          })
        : undefined;
    },
  };
}
