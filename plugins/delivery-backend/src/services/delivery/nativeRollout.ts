import type {
  Health,
  Revision,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  EngineWorkloadRecord,
  NativeWorkloadRecord,
} from '../../kubernetes';

/** A rollout by Kubernetes' own controllers: it has no steps but those of its pods. */
export function nativeRollout(
  workload: NativeWorkloadRecord,
  { status, reason, sentence }: Health,
  revisions: Revision[],
): Rollout {
  const desired = revisions.find(revision => revision.current);
  const isComplete =
    workload.updated >= workload.desired &&
    workload.created <= workload.updated;
  const stable = revisions.find(
    revision => !revision.current && revision.replicas.desired > 0,
  );
  const common = {
    engine: 'native',
    strategy: strategyOf(workload),
    steps: [],
    step: 0,
    stable: isComplete ? undefined : stable?.name,
    desired: desired?.name,
    analyses: [],
  };
  if (status === 'suspended') {
    return { ...common, state: 'waiting', waitsFor: 'confirmation' };
  }
  if (reason === 'deadlineExceeded' || reason === 'podsRefused') {
    return { ...common, state: 'failed', message: sentence };
  }
  return { ...common, state: isComplete ? 'complete' : 'progressing' };
}

function strategyOf(workload: NativeWorkloadRecord): Rollout['strategy'] {
  return workload.kind !== 'Deployment' && workload.onDelete
    ? 'on-delete'
    : 'rolling';
}

/** Of a workload whose engine is not here to describe it. */
export function unknownRollout({ engine }: EngineWorkloadRecord): Rollout {
  return {
    engine,
    strategy: 'rolling',
    state: 'progressing',
    steps: [],
    step: 0,
    analyses: [],
  };
}
