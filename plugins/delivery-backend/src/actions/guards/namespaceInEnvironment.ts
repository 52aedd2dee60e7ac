import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { matchesNamespace } from '../../config';
import type { EnvironmentConfig } from '../../config';

/** Allows only namespaces of the environment that an object is written to. */
export function namespaceInEnvironment(
  environments: EnvironmentConfig[],
): ActionGuard {
  return {
    id: 'delivery.namespace-in-environment',
    check: async ({ object }) => {
      if (!object) return undefined;
      const { environment: name, manifest } = object;
      const { namespace } = manifest.metadata;
      const environment = environments.find(each => each.name === name);
      return environment && matchesNamespace(environment, namespace)
        ? undefined
        : refusal('namespaceNotInEnvironment', {
            namespace,
            environment: name,
          });
    },
  };
}
