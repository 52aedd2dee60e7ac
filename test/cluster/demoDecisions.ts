import type { Manifest } from './demoHistory.ts';
import { isObserved } from './demoRollout.ts';
import type { WorkloadStatus } from './demoRollout.ts';

/** What a person does with a rollout that waits. */
export type Decision = 'confirm' | 'promote' | 'abort';

/** A Rollout as the cluster has it: where it waits. */
export interface RolloutStatus extends WorkloadStatus {
  status?: WorkloadStatus['status'] & {
    currentStepIndex?: number;
    pauseConditions?: { reason: string }[];
  };
}

const decisionsAnnotation = 'simulate.fairway.dev/decisions';

/**
 * What Argo Rollouts' own `promote`, `promote --full` and `abort` write to the status.
 *
 * @see https://github.com/argoproj/argo-rollouts/tree/v1.10.1/pkg/kubectl-argo-rollouts/cmd
 */
export const decisionPatches: Record<Decision, object> = {
  confirm: { status: { pauseConditions: null } },
  promote: { status: { promoteFull: true } },
  abort: { status: { abort: true } },
};

/**
 * What people did with a release, in order, each at the next pause.
 *
 * @throws Error when the annotation names what is no decision
 */
export function decisionsOf({ metadata }: Manifest): Decision[] {
  const words = metadata.annotations?.[decisionsAnnotation]?.split(' ') ?? [];
  return words.map(word => {
    if (!isDecision(word)) {
      throw new Error(
        `${metadata.name} has '${word}' in ${decisionsAnnotation}; it can be ${Object.keys(decisionPatches).join(', ')}`,
      );
    }
    return word;
  });
}

/** Whether a Rollout waits for somebody, at a later step than `after`. */
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
