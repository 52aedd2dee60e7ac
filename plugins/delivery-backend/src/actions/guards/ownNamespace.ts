import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { isBoundTo, namespaceBinding } from '../../config';
import type { EnvironmentConfig } from '../../config';
import { claimantOf } from '../../ownership';

/** Refuses objects in a namespace that configuration binds to other entities or owners. */
export function ownNamespace(environments: EnvironmentConfig[]): ActionGuard {
  return {
    id: 'delivery.own-namespace',
    check: async ({ object, entity }) => {
      const environment =
        object && environments.find(({ name }) => name === object.environment);
      if (!object || !entity || !environment) return undefined;
      const { namespace } = object.manifest.metadata;
      const binding = namespaceBinding(environment, namespace);
      if (!binding || isBoundTo(binding, claimantOf(entity))) return undefined;
      return refusal('namespaceOfOther', {
        namespace,
        owners: [...binding.entities, ...binding.owners].join(', '),
      });
    },
  };
}
