import {
  deliveryPermissions,
  describeTarget,
  refusal,
  servicePermissions,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionTarget } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { environmentOf, isSubmitter } from '../../config';
import type { EnvironmentConfig } from '../../config';
import type { ActionAuthorizer } from '../ActionAuthorizer';

/**
 * Requires for a change of an environment what a pipeline requires before it deploys
 * there, so that the approval cannot be bypassed.
 */
export function environmentRequirements(
  environments: EnvironmentConfig[],
  authorizer: ActionAuthorizer,
): ActionGuard {
  return {
    id: 'delivery.environment-requirements',
    check: async ({ action, target, entity, actor, credentials, object }) => {
      const environment = changedEnvironment(target, environments);
      // A new namespace has the content that configuration gives it.
      if (object || !environment?.requires || action.manifests === '') {
        return undefined;
      }
      const { permission: name, submitters = [] } = environment.requires;
      const permission = [...deliveryPermissions, ...servicePermissions].find(
        each => each.name === name,
      );
      const isAllowed =
        permission !== undefined &&
        (await authorizer.isAllowed(
          permission,
          {
            environment: environment.name,
            ...(entity && { entity }),
          },
          credentials,
        ));
      if (!isAllowed) {
        return refusal('environmentRequiresPermission', {
          environment: environment.name,
          permission: name,
          target: describeTarget(target),
        });
      }
      const { userEntityRef, ownershipEntityRefs } = actor;
      return isSubmitter(environment.requires, [
        userEntityRef,
        ...ownershipEntityRefs,
      ])
        ? undefined
        : refusal('environmentRequiresSubmitter', {
            environment: environment.name,
            submitters: submitters.join(', '),
          });
    },
  };
}

function changedEnvironment(
  target: ActionTarget,
  environments: EnvironmentConfig[],
): EnvironmentConfig | undefined {
  switch (target.type) {
    case 'service':
    case 'environment':
      return environments.find(({ name }) => name === target.environment);
    default:
      return environmentOf(environments, target);
  }
}
