import { InputError } from '@backstage/errors';
import { FIELD_MANAGER } from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';
import { matchesNamespace } from '../../config/readDeliveryConfig';
import type { EnvironmentConfig } from '../../config/readDeliveryConfig';
import { apiErrorMessage } from './ClusterObjects';
import type { ClusterObjects } from './ClusterObjects';
import { MANAGED_BY, newNamespace } from './newNamespace';
import type { NewNamespaces } from './newNamespace';
import type { Manifest } from './parseManifests';
import type { ServedKinds } from './ServedKinds';

const madeSchema = z.object({
  metadata: z.object({
    labels: z.object({ [MANAGED_BY]: z.literal(FIELD_MANAGER) }),
  }),
});

/**
 * What namespaces begin with, of those that are the environment's and not there.
 * Of one that the portal has made, what did not come about then.
 *
 * @throws InputError where one cannot be seen, or is not there and none are made
 */
export async function missingNamespaces(
  environment: EnvironmentConfig,
  names: string[],
  options: {
    objects: ClusterObjects;
    served: ServedKinds;
    begins: NewNamespaces | undefined;
    signal: AbortSignal;
  },
): Promise<Manifest[]> {
  const { objects, begins, signal } = options;
  const namespaceObjects = [...new Set(names)]
    .filter(name => matchesNamespace(environment, name))
    .map(async name => {
      const path = `/api/v1/namespaces/${name}`;
      const read = await objects.read(environment.cluster, path, signal);
      if (![200, 404].includes(read.status)) {
        throw new InputError(
          `Whether there is a namespace '${name}' cannot be seen: ${apiErrorMessage(read)}`,
        );
      }
      if (read.status === 200) {
        const isMade = madeSchema.safeParse(JSON.parse(read.text)).success;
        if (!begins || !isMade) return [];
        const [, ...rest] = newNamespace(name, environment.name, begins);
        return lacking(environment.cluster, rest, options);
      }
      if (begins) return newNamespace(name, environment.name, begins);
      throw new InputError(
        `There is no namespace '${name}', and this portal makes none: delivery.apply.newNamespaces does not say what new ones begin with`,
      );
    });
  return (await Promise.all(namespaceObjects)).flat();
}

/** Those that are not there, by the API server's own dry run. */
async function lacking(
  cluster: string,
  manifests: Manifest[],
  {
    objects,
    served,
    signal,
  }: { objects: ClusterObjects; served: ServedKinds; signal: AbortSignal },
): Promise<Manifest[]> {
  const places = await served.places(cluster, manifests, signal);
  const tried = manifests.map(async (manifest, index) => {
    const place = places[index];
    if (!('path' in place)) return [manifest];
    const { path } = place;
    const write = { cluster, path, manifest, signal, isDryRun: true };
    return (await objects.make(write)).status === 200 ? [] : [manifest];
  });
  return (await Promise.all(tried)).flat();
}
