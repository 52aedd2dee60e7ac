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
 * On an entity that was found: what makes its workloads one. It keeps its name
 * by it when others of that name come and go.
 */
export const DISCOVERED_AS = 'fairway.dev/found-as';

/** Of all entities whose workloads name no other. */
export const NAMESPACE = 'default';

const DESCRIPTION = 'Found in what runs; nobody has described it yet';

/** An entity that was found in workloads, with all but its spec. */
export function entityOf(
  kind: string,
  { namespace, name }: { namespace: string; name: string },
  workloads: DeployedWorkload[],
): Entity & { metadata: { annotations: Record<string, string> } } {
  const places = workloads.map(w => `${w.cluster}/${w.namespace}`);
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
        [FAIRWAY_DISCOVERED_IN]: distinct(places).join(),
      },
    },
  };
}

/** To one of {@link NAMESPACE}, from an entity in whichever. */
export function wholeRef(kind: string, name: string): string {
  return stringifyEntityRef({ kind, namespace: NAMESPACE, name });
}

/** Texts without those that are there already, in one order whatever theirs was. */
export function distinct(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}
