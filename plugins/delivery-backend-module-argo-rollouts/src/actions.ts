import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type { Refusal } from '@fairway/backstage-plugin-delivery-common';
import { undoPatch } from '@fairway/backstage-plugin-delivery-node';
import type {
  RolloutAction,
  RolloutInput,
  RolloutPatch,
} from '@fairway/backstage-plugin-delivery-node';
import type { ArgoRollout } from './rolloutObject';

type Input = RolloutInput<ArgoRollout, unknown>;
type Operation = { op: string; path: string; value?: unknown };

/** Reason of a pause after an analysis without a result. */
export const INCONCLUSIVE = 'InconclusiveAnalysisRun';

/** Why an action is not possible now; undefined when it is. */
export function refusalOf(
  { workload }: Input,
  action: RolloutAction['kind'],
): Refusal | undefined {
  const { kind, name, record } = workload;
  const { data } = record;
  const stopped = stoppedRefusal(data);
  switch (action) {
    case 'confirm':
      return (
        stopped ?? (isWaiting(data) ? undefined : refusal('rolloutNotWaiting'))
      );
    // An aborted rollout would roll its revision out in full.
    case 'promote':
    case 'abort':
      return stopped;
    case 'retry':
      return data.isAborted ? undefined : refusal('rolloutNotAborted');
    case 'pause':
      return data.isPaused ? refusal('rolloutPaused', { kind, name }) : stopped;
    case 'resume':
      return data.isPaused
        ? undefined
        : refusal('rolloutNotPaused', { kind, name });
    default:
      return undefined;
  }
}

/** Why a rollout does not go on: it is aborted or complete. */
function stoppedRefusal({
  isAborted,
  currentHash,
  stableHash,
}: ArgoRollout): Refusal | undefined {
  if (isAborted) return refusal('rolloutAborted');
  return currentHash !== undefined && currentHash === stableHash
    ? refusal('rolloutComplete')
    : undefined;
}

function isWaiting(data: ArgoRollout): boolean {
  return data.isPaused || data.pauses.length > 0 || isAtAnalysis(data);
}

/** Whether a canary is at an analysis, which the index of its step can skip. */
function isAtAnalysis({ strategy, steps, stepIndex = 0 }: ArgoRollout) {
  return strategy === 'canary' && steps[stepIndex]?.type === 'analysis';
}

/**
 * Requests of an action in their order, as argo-rollouts' own CLI and controller
 * have them.
 *
 * @see https://github.com/argoproj/argo-rollouts/blob/master/pkg/kubectl-argo-rollouts/cmd/promote/promote.go
 */
export function patchesOf(input: Input, action: RolloutAction): RolloutPatch[] {
  const { isPaused } = input.workload.record.data;
  switch (action.kind) {
    case 'confirm':
      return confirm(input);
    case 'abort':
      return [
        status(input, { abort: true }),
        // The pods of a paused rollout go back only after it is resumed.
        ...(isPaused ? [spec(input, { paused: false })] : []),
      ];
    case 'retry':
      return [status(input, { abort: false })];
    case 'promote':
      return [
        status(input, { promoteFull: true }),
        // A paused rollout stays where it is until it is resumed.
        ...(isPaused ? [spec(input, { paused: false })] : []),
      ];
    case 'pause':
      return [spec(input, { paused: true })];
    case 'resume':
      return [spec(input, { paused: false })];
    case 'restart':
      return [spec(input, { restartAt: action.at })];
    case 'scale':
      return [spec(input, { replicas: action.replicas })];
    default:
      return [undoPatch(input, action.template)];
  }
}

// `spec.paused` first: in the other order the controller takes the cleared pause for one
// by hand, and starts the same pause again.
function confirm(input: Input): RolloutPatch[] {
  const { data } = input.workload.record;
  const resume = data.isPaused ? [spec(input, { paused: false })] : [];
  const [pause] = data.pauses;
  if (!pause) {
    return isAtAnalysis(data) ? [...resume, nextStep(input, [])] : resume;
  }
  const cleared: Operation[] = [
    {
      op: 'test',
      path: '/status/pauseConditions/0/reason',
      value: pause.reason,
    },
    { op: 'remove', path: '/status/pauseConditions' },
  ];
  if (pause.reason !== INCONCLUSIVE || data.strategy !== 'canary') {
    return [...resume, statusOperations(input, cleared)];
  }
  return [
    ...resume,
    nextStep(input, [
      ...cleared,
      // Without it, the next pause would be skipped.
      { op: 'replace', path: '/status/controllerPause', value: false },
    ]),
  ];
}

function nextStep(input: Input, operations: Operation[]): RolloutPatch {
  const { stepIndex = 0 } = input.workload.record.data;
  return statusOperations(input, [
    ...operations,
    { op: 'replace', path: '/status/currentStepIndex', value: stepIndex + 1 },
  ]);
}

// The controller moves resourceVersion all the time: hash and step say more.
function statusOperations(
  { workload }: Input,
  operations: Operation[],
): RolloutPatch {
  const { strategy, currentHash, stepIndex } = workload.record.data;
  const tests: Operation[] = [
    { op: 'test', path: '/metadata/uid', value: workload.uid },
    ...(currentHash === undefined
      ? []
      : [{ op: 'test', path: '/status/currentPodHash', value: currentHash }]),
    // The status of a blue-green rollout has no index.
    ...(stepIndex === undefined || strategy !== 'canary'
      ? []
      : [{ op: 'test', path: '/status/currentStepIndex', value: stepIndex }]),
  ];
  return {
    subresource: 'status',
    contentType: 'application/json-patch+json',
    body: [...tests, ...operations],
  };
}

function status({ workload }: Input, fields: object): RolloutPatch {
  return {
    subresource: 'status',
    contentType: 'application/merge-patch+json',
    body: { metadata: { uid: workload.uid }, status: fields },
  };
}

function spec({ workload }: Input, fields: object): RolloutPatch {
  return {
    contentType: 'application/merge-patch+json',
    body: { metadata: { uid: workload.uid }, spec: fields },
  };
}
