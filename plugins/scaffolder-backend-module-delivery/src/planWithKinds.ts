import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ApplyPlan } from '@fairway/backstage-plugin-delivery-common';
import { refusedObjects } from './planLines';
import { waitFor } from './waiting';

/**
 * Plans, and waits for kinds that the cluster does not serve yet because their
 * CustomResourceDefinitions were just installed. It does not wait when another object
 * is refused too.
 *
 * @param plan - makes the plan
 * @throws Error that names the kinds when the time is over
 */
export async function planWithKinds(
  plan: () => Promise<ApplyPlan>,
  options: {
    environment: string;
    /** Seconds to wait for kinds; 0 does not wait */
    seconds: number;
    logger: Pick<LoggerService, 'info'>;
    signal?: AbortSignal;
  },
): Promise<ApplyPlan> {
  const { environment, seconds, logger, signal } = options;
  let missing: string | undefined;
  return waitFor(
    async () => {
      const current = await plan();
      const now = missingKinds(current);
      if (!now.length || seconds === 0) return current;
      if (missing === undefined) {
        logger.info(
          `Waiting until the cluster serves the kind ${now.join(', ')}`,
        );
      }
      missing = now.join(', ');
      return undefined;
    },
    {
      seconds,
      signal,
      timeoutMessage: () =>
        `Nothing was applied to environment '${environment}': after ${seconds} s its cluster does not serve the kind ${missing}. Install what defines it`,
    },
  );
}

/** Kinds that are not served, where nothing else is refused. */
function missingKinds({ objects }: ApplyPlan): string[] {
  const refused = refusedObjects(objects);
  return refused.every(each => each.kindNotServed)
    ? [
        ...new Set(
          refused.map(({ apiVersion, kind }) => `${kind} of ${apiVersion}`),
        ),
      ]
    : [];
}
