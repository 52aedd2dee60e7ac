import { InputError } from '@backstage/errors';
import {
  FIELD_MANAGER,
  clusterProblem,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { matchesNamespace } from '../../config';
import type { EnvironmentConfig, NewNamespaces } from '../../config';
import { apiErrorMessage } from './ClusterObjects';
import type { ClusterObjects } from './ClusterObjects';
import { MANAGED_BY, newNamespace } from './newNamespace';
import type { Manifest } from './parseManifests';
import type { ServedKinds } from './ServedKinds';

const managedSchema = z.object({
  metadata: z.object({
    labels: z.object({ [MANAGED_BY]: z.literal(FIELD_MANAGER) }),
  }),
});

/**
 * Objects that are missing of namespaces of an environment: a namespace with its
 * content, or what is missing in a namespace that the portal has created.
 *
 * @throws InputError when a namespace cannot be read, or does not exist and the portal
 * creates none
 */
export async function missingNamespaces(
  environment: EnvironmentConfig,
  names: string[],
  options: {
    objects: ClusterObjects;
    served: ServedKinds;
    newNamespaces: NewNamespaces | undefined;
    signal: AbortSignal;
  },
): Promise<Manifest[]> {
  const { objects, newNamespaces, signal } = options;
  const namespaceObjects = [...new Set(names)]
    .filter(name => matchesNamespace(environment, name))
    .map(async name => {
      const path = `/api/v1/namespaces/${name}`;
      const read = await objects.read(environment.cluster, path, signal);
      if (![200, 404].includes(read.status)) {
        throw problemError(
          InputError,
          clusterProblem('namespaceUnreadable', {
            namespace: name,
            cluster: environment.cluster,
            answer: apiErrorMessage(read),
          }),
        );
      }
      if (read.status === 200) {
        const isManaged = managedSchema.safeParse(
          JSON.parse(read.text),
        ).success;
        if (!newNamespaces || !isManaged) return [];
        const [, ...rest] = newNamespace(name, environment.name, newNamespaces);
        return missingObjects(environment.cluster, rest, options);
      }
      if (newNamespaces)
        return newNamespace(name, environment.name, newNamespaces);
      throw problemError(
        InputError,
        requestProblem('namespaceMissing', { namespace: name }),
      );
    });
  return (await Promise.all(namespaceObjects)).flat();
}

/** Objects that do not exist, by the API server's own dry run. */
async function missingObjects(
  cluster: string,
  manifests: Manifest[],
  {
    objects,
    served,
    signal,
  }: { objects: ClusterObjects; served: ServedKinds; signal: AbortSignal },
): Promise<Manifest[]> {
  const paths = await served.paths(cluster, manifests, signal);
  const tried = manifests.map(async (manifest, index) => {
    const resource = paths[index];
    if (!('path' in resource)) return [manifest];
    const { path } = resource;
    const write = { cluster, path, manifest, signal, isDryRun: true };
    return (await objects.create(write)).status === 200 ? [] : [manifest];
  });
  return (await Promise.all(tried)).flat();
}
