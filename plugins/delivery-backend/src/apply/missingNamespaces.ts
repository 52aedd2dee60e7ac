import { InputError } from '@backstage/errors';
import { matchesNamespace } from '../config/readDeliveryConfig';
import type { EnvironmentConfig } from '../config/readDeliveryConfig';
import { saidBy } from './ClusterObjects';
import type { ClusterObjects } from './ClusterObjects';
import { newNamespace } from './newNamespace';
import type { NewNamespaces } from './newNamespace';
import type { Manifest } from './parseManifests';

/**
 * What namespaces begin with, of those that are the environment's and not there.
 *
 * @throws InputError where one cannot be seen, or is not there and none are made
 */
export async function missingNamespaces(
  environment: EnvironmentConfig,
  names: string[],
  options: {
    objects: ClusterObjects;
    begins: NewNamespaces | undefined;
    signal: AbortSignal;
  },
): Promise<Manifest[]> {
  const { objects, begins, signal } = options;
  const founded = [...new Set(names)]
    .filter(name => matchesNamespace(environment, name))
    .map(async name => {
      const path = `/api/v1/namespaces/${name}`;
      const read = await objects.read(environment.cluster, path, signal);
      if (read.status === 200) return [];
      if (read.status !== 404) {
        throw new InputError(
          `Whether there is a namespace '${name}' cannot be seen: ${saidBy(read)}`,
        );
      }
      if (begins) return newNamespace(name, begins);
      throw new InputError(
        `There is no namespace '${name}', and this portal makes none: delivery.apply.newNamespaces does not say what new ones begin with`,
      );
    });
  return (await Promise.all(founded)).flat();
}
