import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  FAIRWAY_DISCOVERED_IN,
  DISCOVERED_LOCATION,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkload } from '@fairway/backstage-plugin-delivery-common';

/**
 * Annotation of a discovered entity: the identity of its workloads. By it, the entity
 * keeps its name when other entities with that name are created and deleted.
 */
export const DISCOVERED_AS = 'fairway.dev/discovered-as';

/** Catalog namespace of entities whose workloads do not name another one. */
export const NAMESPACE = 'default';

const DESCRIPTION =
  'Discovered from running workloads; it has no catalog file yet';

/** Creates a discovered entity without its spec. */
export function discoveredEntity(
  kind: string,
  { namespace, name }: { namespace: string; name: string },
  workloads: DeployedWorkload[],
): Entity & { metadata: { annotations: Record<string, string> } } {
  const namespaces = workloads.map(w => `${w.cluster}/${w.namespace}`);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      namespace,
      name,
      description: DESCRIPTION,
      annotations: {
        [ANNOTATION_LOCATION]: DISCOVERED_LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: DISCOVERED_LOCATION,
        [FAIRWAY_DISCOVERED_IN]: sortedUnique(namespaces).join(),
      },
    },
  };
}

/** Returns the full ref of an entity in {@link NAMESPACE}. */
export function refInDefaultNamespace(kind: string, name: string): string {
  return stringifyEntityRef({ kind, namespace: NAMESPACE, name });
}

/** Removes duplicates and sorts. */
export function sortedUnique(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}
