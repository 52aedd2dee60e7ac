import {
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { FleetRow } from '@fairway/backstage-plugin-delivery-common';
import { serviceQuery } from '../delivery/serviceQuery';
import type { ServiceQuery } from '../delivery/serviceQuery';

/** A service as the catalog has it. */
export interface Service {
  query: ServiceQuery;
  /** What its fleet row says besides the cells and jobs */
  head: Omit<FleetRow, 'cells' | 'jobs'>;
}

/**
 * Reads a service from its entity.
 *
 * @throws InputError when its annotations cannot be read
 */
export function readService(
  entity: Entity,
  options: { labelSelectorsEnabled: boolean },
): Service {
  const { metadata } = entity;
  return {
    query: serviceQuery(entity, options),
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

/** The refs of an entity's owners, by its relations. */
export function ownersOf(entity: Entity): string[] {
  return related(entity, RELATION_OWNED_BY);
}

function related({ relations = [] }: Entity, type: string): string[] {
  return relations
    .filter(relation => relation.type === type)
    .map(({ targetRef }) => stringifyEntityRef(parseEntityRef(targetRef)));
}
