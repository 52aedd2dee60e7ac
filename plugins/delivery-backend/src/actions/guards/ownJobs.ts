import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { OwnershipResolver } from '../OwnershipResolver';

/** Time for finding out who owns a job, in ms. */
const LIMIT_MS = 15_000;

/** Refuses actions on runs of a job that other entities claim, unless its last build is from the entity's own repository. */
export function ownJobs(
  ownership: Pick<OwnershipResolver, 'jobRefusal'>,
): ActionGuard {
  return {
    id: 'delivery.own-jobs',
    check: async ({ action, entity, object, signal }) =>
      entity && !object && action.kind.startsWith('run.')
        ? ownership.jobRefusal(
            entity,
            AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
          )
        : undefined,
  };
}
