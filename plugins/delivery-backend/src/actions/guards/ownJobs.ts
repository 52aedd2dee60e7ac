import type { ActionGuard } from '@fairway/backstage-plugin-delivery-node';
import type { PipelineProviders } from '../../extensions/PipelineProviders';
import type { OwnershipResolver } from '../../ownership';

/** Time for finding out who owns a job, in ms. */
const LIMIT_MS = 15_000;

/**
 * Refuses actions on runs unless each job that the entity names is proven to belong
 * to it, and new pipelines in folders that configuration binds to others.
 */
export function ownJobs(
  ownership: Pick<OwnershipResolver, 'actionRefusal' | 'bindingRefusal'>,
  providers: Pick<PipelineProviders, 'locate'>,
): ActionGuard {
  return {
    id: 'delivery.own-jobs',
    check: async ({ action, entity, object, signal }) => {
      const isRun = action.kind.startsWith('run.');
      if (!entity || object || !(isRun || action.kind === 'pipeline.create')) {
        return undefined;
      }
      const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
      for (const located of providers.locate(entity).jobs) {
        const refused = isRun
          ? await ownership.actionRefusal(entity, located, limit)
          : ownership.bindingRefusal(entity, located);
        if (refused) return refused;
      }
      return undefined;
    },
  };
}
