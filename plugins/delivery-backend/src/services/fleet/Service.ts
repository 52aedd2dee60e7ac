import {
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { FleetRow } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineJob } from '@fairway/backstage-plugin-delivery-node';
import type { PipelineProviders } from '../../extensions/PipelineProviders';
import type { OwnershipResolver } from '../../ownership';
import { serviceQuery } from '../delivery/serviceQuery';
import type { ServiceQuery } from '../delivery/serviceQuery';

/** A service of the catalog. */
export interface Service {
  /** Its fields that the fleet needs */
  entity: Entity;
  query: ServiceQuery;
  /** Fields of its fleet row except the cells, jobs and last run */
  head: Omit<FleetRow, 'cells' | 'jobs' | 'lastRun'>;
  /** Jobs of its pipelines, with the name of the provider */
  jobs: (PipelineJob & { provider: string })[];
}

/**
 * Reads a service from its entity.
 *
 * @throws InputError if its annotations are not valid
 */
export function readService(
  entity: Entity,
  options: {
    labelSelectorsEnabled: boolean;
    locate: PipelineProviders['locate'];
    ownership: Pick<OwnershipResolver, 'idClaims'>;
  },
): Service {
  const { metadata } = entity;
  return {
    entity,
    query: serviceQuery(entity, options),
    jobs: options
      .locate(entity)
      .jobs.map(({ provider, job }) => ({ provider: provider.name, ...job })),
    head: {
      entityRef: stringifyEntityRef(entity),
      title: metadata.title ?? metadata.name,
      owners: ownersOf(entity),
      system: related(entity, RELATION_PART_OF).find(ref =>
        ref.startsWith('system:'),
      ),
      tags: metadata.tags ?? [],
    },
  };
}

/** Entity refs of an entity's owners, from its relations. */
export function ownersOf(entity: Entity): string[] {
  return related(entity, RELATION_OWNED_BY);
}

function related({ relations = [] }: Entity, type: string): string[] {
  return relations
    .filter(relation => relation.type === type)
    .map(({ targetRef }) => stringifyEntityRef(parseEntityRef(targetRef)));
}
