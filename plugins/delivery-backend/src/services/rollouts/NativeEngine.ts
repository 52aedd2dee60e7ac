import { refusal } from '@fairway/backstage-plugin-delivery-common';
import type {
  Refusal,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';
import {
  assertRolloutAction,
  rolloutActionOptions,
} from '@fairway/backstage-plugin-delivery-node';
import type {
  EngineWorkload,
  EngineWorkloads,
  RolloutAction,
  RolloutActionOption,
  RolloutEngine,
  RolloutInput,
  RolloutPatch,
} from '@fairway/backstage-plugin-delivery-node';
import {
  daemonSetKind,
  deploymentKind,
  projectDaemonSet,
  projectDeployment,
  projectStatefulSet,
  statefulSetKind,
} from '../../kubernetes';
import type { NativeWorkloadRecord } from '../../kubernetes';
import { nativePatches } from './nativePatches';

/** Data that the engine keeps of a workload of Kubernetes' own controllers. */
export interface NativeWorkload {
  /** Whether the Deployment is paused */
  isPaused: boolean;
  /** Whether pods take a new revision only when they are deleted */
  isOnDelete: boolean;
  /** Pods of a StatefulSet with a lower ordinal keep the old revision */
  partition: number;
}

type Input = RolloutInput<NativeWorkload, never>;

/** Rollouts of Kubernetes' own controllers: their only steps are their pods. */
export class NativeEngine implements RolloutEngine<NativeWorkload, never> {
  readonly name = 'native';
  readonly workloads = [
    engineWorkloads(deploymentKind, projectDeployment),
    engineWorkloads(statefulSetKind, projectStatefulSet),
    engineWorkloads(daemonSetKind, projectDaemonSet),
  ];

  readonly context = [];

  static create(): NativeEngine {
    return new NativeEngine();
  }

  private constructor() {}

  describe({ workload, revisions, pods }: Input): Rollout {
    const { record } = workload;
    const isComplete =
      record.updated >= record.desired && record.created <= record.updated;
    const common = {
      engine: this.name,
      strategy: record.data.isOnDelete
        ? ('on-delete' as const)
        : ('rolling' as const),
      steps: [],
      step: 0,
      stable: isComplete
        ? undefined
        : revisions.find(each => !each.isCurrent && each.desired > 0)?.name,
      desired: revisions.find(each => each.isCurrent)?.name,
      analyses: [],
    };
    const isObserved = record.observedGeneration >= workload.generation;
    const areFailing = pods.some(status =>
      ['failing', 'unschedulable'].includes(status),
    );
    const refused = podsRefused(record);
    if (isObserved && refused) {
      return { ...common, state: 'failed', message: refused };
    }
    // The deadline also runs while a gate holds pods back.
    const areGated = pods.includes('waiting');
    const exceeded =
      areFailing || areGated ? undefined : deadlineExceeded(record);
    if (isObserved && exceeded) {
      return { ...common, state: 'failed', message: exceeded };
    }
    if (isObserved && !areFailing && isHeld(workload)) {
      return { ...common, state: 'waiting', waitsFor: 'approval' };
    }
    return { ...common, state: isComplete ? 'complete' : 'progressing' };
  }

  actions(input: Input): RolloutActionOption[] {
    return rolloutActionOptions(kind => refusalOf(input, kind));
  }

  patch(input: Input, action: RolloutAction): RolloutPatch[] {
    assertRolloutAction(this, input, action);
    return nativePatches(input, action);
  }
}

function engineWorkloads(
  { kind, resource, path }: { kind: string; resource: string; path: string },
  project: (object: unknown) => NativeWorkloadRecord,
): EngineWorkloads<NativeWorkload> {
  return {
    kind,
    resource,
    path,
    project: object => toEngineWorkload(project(object)),
  };
}

/** A native workload as rollout engines see one. */
export function toEngineWorkload(
  record: NativeWorkloadRecord,
): EngineWorkload<NativeWorkload> {
  return {
    hashLabel: 'pod-template-hash',
    observedGeneration: record.observedGeneration,
    conditions: record.conditions.map(condition => ({
      type: condition.type,
      status: condition.status,
      ...(condition.reason !== undefined && { reason: condition.reason }),
      ...(condition.message !== undefined && { message: condition.message }),
    })),
    desired: record.desired,
    created: record.created,
    updated: record.updated,
    ready: record.ready,
    available: record.available,
    data: {
      isPaused: record.kind === 'Deployment' && record.paused,
      isOnDelete: record.kind !== 'Deployment' && record.onDelete,
      partition: record.kind === 'StatefulSet' ? record.partition : 0,
    },
  };
}

/** Whether the rollout waits for a person: paused, on delete, or held by a partition. */
function isHeld({ kind, record }: Input['workload']): boolean {
  const { desired, updated, data } = record;
  if (kind === 'Deployment') return data.isPaused;
  if (updated >= desired) return false;
  return (
    data.isOnDelete ||
    (data.partition > 0 && updated >= Math.max(desired - data.partition, 0))
  );
}

function podsRefused({ conditions }: EngineWorkload): string | undefined {
  const refused = conditions.find(({ type }) => type === 'ReplicaFailure');
  return refused?.status === 'True'
    ? (refused.message ?? refused.reason ?? '')
    : undefined;
}

function deadlineExceeded({ conditions }: EngineWorkload): string | undefined {
  const progress = conditions.find(({ type }) => type === 'Progressing');
  return progress?.reason === 'ProgressDeadlineExceeded'
    ? (progress.message ?? progress.reason)
    : undefined;
}

function refusalOf(
  { workload }: Input,
  action: RolloutAction['kind'],
): Refusal | undefined {
  const { kind, name, record } = workload;
  const { isPaused } = record.data;
  const unsupported = refusal('rolloutActionUnsupported', { kind });
  const isDeployment = kind === 'Deployment';
  switch (action) {
    case 'pause':
      if (!isDeployment) return unsupported;
      return isPaused ? refusal('rolloutPaused', { kind, name }) : undefined;
    case 'resume':
      if (!isDeployment) return unsupported;
      return isPaused ? undefined : refusal('rolloutNotPaused', { kind, name });
    case 'scale':
      return kind === 'DaemonSet' ? unsupported : undefined;
    // kubectl refuses both for a paused Deployment: nothing would happen.
    case 'restart':
    case 'undo':
      return isPaused ? refusal('rolloutPaused', { kind, name }) : undefined;
    default:
      return unsupported;
  }
}
