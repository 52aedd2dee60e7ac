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
import { patchesOf, refusalOf } from './actions';
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
    const isComplete =
      data.currentHash !== undefined && data.currentHash === data.stableHash;
    return {
      engine: this.name,
      strategy: data.strategy,
      ...progressOf(data, isComplete),
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

/** State by the controller's own rules, so that the page shows the same as its `status`. */
function progressOf(
  data: ArgoRollout,
  isComplete: boolean,
): Pick<Rollout, 'state' | 'since' | 'waitsFor' | 'until'> {
  if (data.isAborted) return { state: 'aborted', since: data.abortedAt };
  if (data.phase === 'Degraded') return { state: 'failed' };
  const [pause] = data.pauses;
  if (pause) return waiting(data, pause.startTime);
  if (data.isPaused || data.phase === 'Paused') {
    return { state: 'waiting', waitsFor: 'approval' };
  }
  if (isComplete) {
    return { state: data.phase === 'Healthy' ? 'complete' : 'progressing' };
  }
  const step = data.steps[data.stepIndex ?? 0];
  return step?.type === 'analysis'
    ? { state: 'waiting', waitsFor: 'analysis' }
    : { state: 'progressing' };
}

function waiting(
  { steps, stepIndex = 0 }: ArgoRollout,
  since: string,
): Pick<Rollout, 'state' | 'since' | 'waitsFor' | 'until'> {
  const step = steps[stepIndex];
  const seconds = step?.type === 'pause' ? step.seconds : undefined;
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
