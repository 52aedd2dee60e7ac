import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ApplyPlan } from '@fairway/backstage-plugin-delivery-common';
import { refusedOf } from './planLines';
import { waitFor } from './waiting';

/**
 * A plan, which may wait for kinds that the cluster does not serve yet, because
 * what brings them was only just installed. Where something else is refused
 * too, there is nothing to wait for.
 *
 * @param ask - for the plan as it is now
 * @throws Error that names the kinds, when time is up
 */
export async function planWithKinds(
  ask: () => Promise<ApplyPlan>,
  options: {
    environment: string;
    /** How long kinds may take; 0 does not wait */
    seconds: number;
    logger: Pick<LoggerService, 'info'>;
    signal?: AbortSignal;
  },
): Promise<ApplyPlan> {
  const { environment, seconds, logger, signal } = options;
  let lacking: string | undefined;
  return waitFor(
    async () => {
      const plan = await ask();
      const now = lackingKinds(plan);
      if (!now.length || seconds === 0) return plan;
      if (lacking === undefined) {
        logger.info(`Waits until the cluster has the kind ${now.join(', ')}`);
      }
      lacking = now.join(', ');
      return undefined;
    },
    {
      ...{ seconds, signal },
      tooLate: () =>
        `Environment '${environment}' takes none of it: after ${seconds} s its cluster still does not have the kind ${lacking}; is what brings it installed?`,
    },
  );
}

/** Kinds that are all that keeps a plan from being possible. */
function lackingKinds({ objects }: ApplyPlan): string[] {
  const refused = refusedOf(objects);
  return refused.every(each => each.kindNotServed)
    ? [
        ...new Set(
          refused.map(({ apiVersion, kind }) => `${kind} of ${apiVersion}`),
        ),
      ]
    : [];
}
