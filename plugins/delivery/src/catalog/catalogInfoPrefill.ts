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

/** The template that proposes a catalog file to a repository. */
export const DESCRIBING_TEMPLATE = 'template:default/describe-service';

/** Whether the portal made an entity of what runs, and nobody has described it. */
export function isDiscovered({ kind, metadata }: Entity): boolean {
  return (
    kind.toLowerCase() === 'component' &&
    metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION] === DISCOVERED_LOCATION
  );
}

/** What is known of a service that nobody has described. */
export interface KnownFacts {
  /** `CLUSTER/NAMESPACE`s */
  places: string[];
  /** Address of its repository's page */
  repository?: string;
  kubernetesId?: string;
  selector?: string;
  /** Ref */
  system?: string;
  /** As configuration has it for where it was found */
  owner?: string;
}

/** What is known of a service that nobody has described; pure. */
export function knownFacts({ metadata, spec }: Entity): KnownFacts {
  const annotations = metadata.annotations ?? {};
  const owner = typeof spec?.owner === 'string' ? spec.owner : UNKNOWN_OWNER;
  return {
    places: discoveredIn(annotations),
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
 * What the template's form is filled with, as the scaffolder reads it from its address.
 *
 * @param jobs - that build its repository: the likeliest of Jenkins' is filled in
 */
export function formData(
  entity: Entity,
  jobs: PipelineCandidates['jobs'] = [],
): string {
  const { repository, kubernetesId, selector, system, owner } =
    knownFacts(entity);
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
