import {
  FAIRWAY_ENTITY,
  KUBERNETES_ID,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { namespaceBinding } from '../../config';
import type { EnvironmentConfig } from '../../config';
import {
  imageSourceOf,
  liveMetadata,
  missingMark,
  ownerMarkOf,
} from './liveMetadata';
import type { ObjectOwners } from './ObjectOwners';

/** Requires that an existing object belongs to the entity that the action is for. */
export function existingOwner(
  owners: Pick<ObjectOwners, 'of'>,
  environments: EnvironmentConfig[],
): ActionGuard {
  return {
    id: 'delivery.existing-owner',
    check: async ({ object, entity }) => {
      if (!entity || object?.existing === undefined) return undefined;
      const owner = ownerMarkOf(entity);
      const { entityRef, id } = owner;
      const existing = liveMetadata(object.existing);
      const environment = environments.find(
        ({ name }) => name === object.environment,
      );
      const found = await owners.of(entity, existing, {
        repository: imageSourceOf(object.existing),
        binding:
          environment &&
          namespaceBinding(environment, object.manifest.metadata.namespace),
      });
      switch (found.state) {
        case 'owned':
          return undefined;
        case 'contested':
          return refusal('ownerContested', {
            id: id ?? '',
            owners: found.claimants.filter(ref => ref !== entityRef).join(', '),
            annotation: FAIRWAY_ENTITY,
          });
        case 'other': {
          const others = found.owners.length
            ? found.owners
            : [existing.labels[KUBERNETES_ID] ?? []].flat();
          return others.length
            ? refusal('ownedByOther', { owners: others.join(', ') })
            : refusal('ownerNotProven', {
                entityRef,
                ...missingMark(owner),
              });
        }
        default:
          return found satisfies never;
      }
    },
  };
}
