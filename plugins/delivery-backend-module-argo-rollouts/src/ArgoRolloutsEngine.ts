import { isoTime } from '@fairway/backstage-plugin-delivery-common';
import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import {
  assertRolloutAction,
  rolloutActionOptions,
} from '@fairway/backstage-plugin-delivery-node';
import type {
  RolloutAction,
  RolloutActionOption,
  RolloutEngine,
  RolloutInput,
  RolloutPatch,
} from '@fairway/backstage-plugin-delivery-node';
import { INCONCLUSIVE, patchesOf, refusalOf } from './actions';
import { projectAnalysisRun } from './analysisRun';
import type { AnalysisRun } from './analysisRun';
import { projectRollout } from './rolloutObject';
import type { ArgoRollout } from './rolloutObject';
import { trafficOf } from './traffic';
import { projectVirtualService } from './virtualService';
import type { VirtualService } from './virtualService';

type Context = AnalysisRun | VirtualService;
type Input = RolloutInput<ArgoRollout, Context>;

/**
 * The Argo Rollouts engine: describes rollouts from the objects that the controller writes.
 * @see https://argo-rollouts.readthedocs.io/
 */
export class ArgoRolloutsEngine implements RolloutEngine<ArgoRollout, Context> {
  readonly name = 'argo-rollouts';

  readonly workloads = [
    {
      kind: 'Rollout',
      resource: 'rollouts',
      path: '/apis/argoproj.io/v1alpha1/rollouts',
      project: projectRollout,
    },
  ];

  readonly context = [
    {
      kind: 'AnalysisRun',
      resource: 'analysisruns',
      path: '/apis/argoproj.io/v1alpha1/analysisruns',
      project: projectAnalysisRun,
    },
    {
      kind: 'VirtualService',
      resource: 'virtualservices',
      path: '/apis/networking.istio.io/v1/virtualservices',
      project: projectVirtualService,
      isShared: true,
    },
  ];

  static create(): ArgoRolloutsEngine {
    return new ArgoRolloutsEngine();
  }

  private constructor() {}

  describe(input: Input): Rollout {
    const { data } = input.workload.record;
    const nameOf = (hash: string | undefined) =>
      input.revisions.find(r => hash !== undefined && r.hash === hash)?.name;
    const isComplete = isFullyPromoted(data);
    return {
      engine: this.name,
      strategy: data.strategy,
      ...progressOf(input, isComplete),
      message: data.message,
      steps: data.steps,
      step: isComplete ? data.steps.length : (data.stepIndex ?? 0),
      stable: isComplete ? undefined : nameOf(data.stableHash),
      desired: nameOf(data.currentHash),
      traffic: trafficOf(input),
      analyses: analysesOf(input),
    };
  }

  actions(input: Input): RolloutActionOption[] {
    return rolloutActionOptions(kind => refusalOf(input, kind));
  }

  patch(input: Input, action: RolloutAction): RolloutPatch[] {
    assertRolloutAction(this, input, action);
    return patchesOf(input, action);
  }
}

/** Start of the controller's message for an exceeded deadline. */
const TIMED_OUT = 'ProgressDeadlineExceeded';

/** Whether the revision of the spec is the stable one, and there is nothing left to do. */
function isFullyPromoted(data: ArgoRollout): boolean {
  const { currentHash, stableHash, promotedHash } = data;
  return (
    currentHash !== undefined &&
    currentHash === stableHash &&
    currentHash === promotedHash
  );
}

/** State by the rules of the controller, so that the page shows the same as its `status`. */
function progressOf(
  { workload: { record }, pods }: Input,
  isComplete: boolean,
): Pick<Rollout, 'state' | 'since' | 'waitsFor' | 'until'> {
  const { data, created, updated } = record;
  if (data.isAborted) return { state: 'aborted', since: data.abortedAt };
  // The deadline also runs while a gate holds pods back.
  const isHeldBack =
    pods.includes('waiting') && data.message?.startsWith(TIMED_OUT);
  if (data.phase === 'Degraded' && !isHeldBack) return { state: 'failed' };
  const pause =
    data.pauses.find(({ reason }) => reason === INCONCLUSIVE) ??
    data.pauses.at(0);
  // A rollout that is paused by hand stays paused when the time of the pause is over.
  if (data.isPaused) {
    return {
      state: 'waiting',
      waitsFor: 'approval',
      ...(pause && { since: pause.startTime }),
    };
  }
  if (pause) return waiting(data, pause);
  if (isComplete) {
    // Scaling and restarts of the stable revision are not a rollout. Old pods are a part
    // of it, unless a router sends them no traffic: then they stay for a while.
    const isRemovingOld =
      data.phase !== 'Healthy' &&
      data.strategy === 'canary' &&
      !data.router &&
      created > updated;
    return { state: isRemovingOld ? 'progressing' : 'complete' };
  }
  const step = data.steps[data.stepIndex ?? 0];
  const isAtAnalysis =
    data.strategy === 'canary' &&
    (step?.type === 'analysis' || step?.type === 'experiment');
  return isAtAnalysis || data.promotionAnalysis
    ? { state: 'waiting', waitsFor: 'analysis' }
    : { state: 'progressing' };
}

function waiting(
  { steps, stepIndex = 0 }: ArgoRollout,
  { reason, startTime: since }: ArgoRollout['pauses'][number],
): Pick<Rollout, 'state' | 'since' | 'waitsFor' | 'until'> {
  const step = steps[stepIndex];
  // Only a person can decide about an inconclusive analysis.
  const isTimed = step?.type === 'pause' && reason !== INCONCLUSIVE;
  const seconds = isTimed ? step.seconds : undefined;
  if (seconds === undefined) {
    return { state: 'waiting', waitsFor: 'approval', since };
  }
  const until = isoTime(Date.parse(since) + seconds * 1000);
  return { state: 'waiting', waitsFor: 'time', since, until };
}

// Runs of the desired revision, newest first; runs of other revisions are history.
function analysesOf({ workload, context }: Input): Rollout['analyses'] {
  const { currentHash } = workload.record;
  return context
    .flatMap(({ ownerUid, data }) =>
      ownerUid === workload.uid &&
      data.type === 'analysis' &&
      data.hash === currentHash
        ? [data.analysis]
        : [],
    )
    .sort((a, b) => ((a.startedAt ?? '') < (b.startedAt ?? '') ? 1 : -1));
}
