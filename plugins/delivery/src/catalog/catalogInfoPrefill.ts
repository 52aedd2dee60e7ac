import {
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  DISCOVERED_LOCATION,
  KUBERNETES_ID,
  KUBERNETES_LABEL_SELECTOR,
  UNKNOWN_OWNER,
  discoveredIn,
} from '@fairway/backstage-plugin-delivery-common';
import type { PipelineCandidates } from '@fairway/backstage-plugin-delivery-common';

/** Template that proposes a catalog file to a repository. */
export const CATALOG_INFO_TEMPLATE = 'template:default/describe-service';

/** Whether an entity comes from the discovery of workloads, without a catalog file. */
export function isDiscovered({ kind, metadata }: Entity): boolean {
  return (
    kind.toLowerCase() === 'component' &&
    metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION] === DISCOVERED_LOCATION
  );
}

/** Known fields of a discovered entity. */
export interface DiscoveredFields {
  /** Locations of the workloads, as `CLUSTER/NAMESPACE` */
  locations: string[];
  /** Web address of the repository */
  repository?: string;
  kubernetesId?: string;
  selector?: string;
  /** Entity ref */
  system?: string;
  /** Entity ref of the owner that is configured for its location */
  owner?: string;
}

/** Reads the known fields of a discovered entity. */
export function discoveredFields({ metadata, spec }: Entity): DiscoveredFields {
  const annotations = metadata.annotations ?? {};
  const owner = typeof spec?.owner === 'string' ? spec.owner : UNKNOWN_OWNER;
  return {
    locations: discoveredIn(annotations),
    repository: annotations[ANNOTATION_SOURCE_LOCATION]?.replace(
      /^url:/,
      '',
    ).replace(/\/$/, ''),
    kubernetesId: annotations[KUBERNETES_ID],
    selector: annotations[KUBERNETES_LABEL_SELECTOR],
    system: typeof spec?.system === 'string' ? spec.system : undefined,
    owner: owner === UNKNOWN_OWNER ? undefined : owner,
  };
}

/**
 * Form data of {@link CATALOG_INFO_TEMPLATE} for a discovered entity, as JSON.
 *
 * @param jobs - jobs that build the repository; the form gets the first Jenkins job
 */
export function formData(
  entity: Entity,
  jobs: PipelineCandidates['jobs'] = [],
): string {
  const { repository, kubernetesId, selector, system, owner } =
    discoveredFields(entity);
  return JSON.stringify({
    name: entity.metadata.name,
    repository,
    owner,
    kubernetesId,
    ...(kubernetesId === undefined && { selector }),
    system,
    job: jobs.find(({ provider }) => provider === 'jenkins')?.name,
  });
}
