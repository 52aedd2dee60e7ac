import type { Manifest } from './demoHistory.ts';
import { isObserved } from './demoRollout.ts';
import type { WorkloadStatus } from './demoRollout.ts';

/** Decision of a person about a waiting rollout. */
export type Decision = 'confirm' | 'promote' | 'abort';

/** The fields of a Rollout that say where it waits. */
export interface RolloutStatus extends WorkloadStatus {
  status?: WorkloadStatus['status'] & {
    currentStepIndex?: number;
    pauseConditions?: { reason: string }[];
  };
}

const decisionsAnnotation = 'simulate.fairway.dev/decisions';

/**
 * Status patches of Argo Rollouts' commands `promote`, `promote --full` and `abort`.
 *
 * @see https://github.com/argoproj/argo-rollouts/tree/v1.10.1/pkg/kubectl-argo-rollouts/cmd
 */
export const decisionPatches: Record<Decision, object> = {
  confirm: { status: { pauseConditions: null } },
  promote: { status: { promoteFull: true } },
  abort: { status: { abort: true } },
};

/**
 * Decisions about a release, in order, one for each pause.
 *
 * @throws Error if the annotation names an unknown decision
 */
export function decisionsOf({ metadata }: Manifest): Decision[] {
  const words = metadata.annotations?.[decisionsAnnotation]?.split(' ') ?? [];
  return words.map(word => {
    if (!isDecision(word)) {
      throw new Error(
        `${metadata.name} has '${word}' in ${decisionsAnnotation}. Use ${Object.keys(decisionPatches).join(', ')}.`,
      );
    }
    return word;
  });
}

/** Whether a Rollout waits for a decision, at a later step than `after`. */
export function isWaiting(
  rollout: RolloutStatus,
  after: number | undefined,
): boolean {
  const { pauseConditions = [], currentStepIndex = 0 } = rollout.status ?? {};
  return (
    isObserved(rollout) &&
    pauseConditions.length > 0 &&
    (after === undefined || currentStepIndex > after)
  );
}

function isDecision(word: string): word is Decision {
  return Object.hasOwn(decisionPatches, word);
}
