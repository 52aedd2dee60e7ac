import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  pipelineActionSchema,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import { addressIn } from '../../ownership';
import type { Repositories } from '../../ownership';

const SOURCE_LOCATION = 'backstage.io/source-location';
const MANAGED_BY = 'backstage.io/managed-by-location';

/**
 * Allows a new pipeline only for the entity's own repository: its source location
 * names it, and its catalog file was read from it, which no catalog file can claim by
 * itself. Otherwise anyone could build other people's code with a credential of the
 * CI server.
 */
export function ownRepository(
  repositories: Pick<Repositories, 'isSame'>,
): ActionGuard {
  return {
    id: 'delivery.own-repository',
    check: async ({ action, entity }) => {
      const { data } = pipelineActionSchema.safeParse(action);
      return data?.kind === 'pipeline.create' && entity
        ? repositoryRefusal(entity, data.repositoryUrl, repositories)
        : undefined;
    },
  };
}

function repositoryRefusal(
  entity: Entity,
  repository: string,
  repositories: Pick<Repositories, 'isSame'>,
): Refusal | undefined {
  const { annotations = {} } = entity.metadata;
  const entityRef = stringifyEntityRef(entity);
  const source = addressIn(annotations[SOURCE_LOCATION]);
  if (source === undefined) {
    return refusal('sourceLocationMissing', {
      entityRef,
      annotation: SOURCE_LOCATION,
    });
  }
  if (
    !repositories.isSame(repository, source) ||
    isLessSafe(repository, source)
  ) {
    return refusal('repositoryNotOwn', {
      entityRef,
      annotation: SOURCE_LOCATION,
      source,
      repository,
    });
  }
  const location = addressIn(annotations[MANAGED_BY]);
  return location !== undefined && !repositories.isSame(repository, location)
    ? refusal('catalogFileElsewhere', { entityRef, location, repository })
    : undefined;
}

/** Whether an address would send the CI server's credential without encryption, and the other one would not. */
function isLessSafe(repository: string, source: string): boolean {
  return repository.startsWith('http:') && source.startsWith('https:');
}
