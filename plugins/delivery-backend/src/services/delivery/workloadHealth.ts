import { health } from '@fairway/backstage-plugin-delivery-common';
import type {
  Health,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';
import { isEngineWorkload, isStatefulSet } from '../../kubernetes';
import type {
  NativeWorkloadRecord,
  PodRecord,
  WorkloadRecord,
} from '../../kubernetes';
import { engineHealth } from './engineHealth';

/**
 * Health of a workload: the rules of kstatus, in its order, with the terms of Argo
 * CD. Current is healthy, InProgress is progressing, Failed is degraded; a paused
 * workload is suspended as in Argo CD. A pod that is Failed for kstatus makes its
 * workload degraded, so that a failing rollout is visible before its deadline.
 *
 * @see https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export function workloadHealth(
  workload: WorkloadRecord,
  pods: PodRecord[],
  /** Rollout as an engine of a module describes it */
  rollout?: Rollout,
): Health {
  const { desired, created, updated, ready, available } = workload;
  if (workload.deleting) return health('progressing', 'terminating');
  if (workload.observedGeneration < workload.generation) {
    return health('progressing', 'unobserved');
  }
  // Causes first: failing pods block a rollout.
  const problem =
    podsRefused(workload) ?? failingPods(pods) ?? deadlineExceeded(workload);
  if (problem) return problem;
  if (isEngineWorkload(workload)) {
    return rollout
      ? engineHealth(workload, rollout)
      : health('unknown', 'unsynced');
  }
  const waiting = suspended(workload);
  if (waiting) return waiting;
  if (created < desired) {
    return health('progressing', 'creating', { created, desired });
  }
  if (updated < expectedUpdated(workload)) {
    return health('progressing', 'updating', { updated, desired });
  }
  if (workload.kind === 'Deployment' && created > updated) {
    return health('progressing', 'removingOld', { old: created - updated });
  }
  if (ready < desired) {
    return health('progressing', 'becomingReady', { ready, desired });
  }
  if (available < desired) {
    return health('progressing', 'becomingAvailable', { available, desired });
  }
  if (condition(workload, 'Available')?.status === 'False') {
    return health('progressing', 'unavailable', { available, desired });
  }
  return desired === 0
    ? health('healthy', 'scaledToZero')
    : health('healthy', 'ready', { desired });
}

function podsRefused(workload: WorkloadRecord): Health | undefined {
  const refused = condition(workload, 'ReplicaFailure');
  return refused?.status === 'True'
    ? health('degraded', 'podsRefused', {
        message: refused.message ?? refused.reason ?? '',
      })
    : undefined;
}

function deadlineExceeded(workload: WorkloadRecord): Health | undefined {
  const { desired, updated, ready } = workload;
  const progress = condition(workload, 'Progressing');
  return progress?.reason === 'ProgressDeadlineExceeded'
    ? health('degraded', 'deadlineExceeded', { updated, desired, ready })
    : undefined;
}

function failingPods(pods: PodRecord[]): Health | undefined {
  const living = pods.filter(pod => pod.status !== 'terminating');
  const failing = living.filter(pod => pod.status === 'failing');
  const values = (affected: PodRecord[]) => ({
    failing: affected.length,
    pods: living.length,
    reason: affected[0].reason ?? '',
    message: affected[0].message ?? '',
  });
  if (failing.length) return health('degraded', 'podsFailing', values(failing));
  const unplaced = living.filter(pod => pod.status === 'unschedulable');
  return unplaced.length
    ? health('degraded', 'podsUnschedulable', values(unplaced))
    : undefined;
}

/** Health of a workload whose rollout waits for a person. */
function suspended(workload: NativeWorkloadRecord): Health | undefined {
  const { desired, updated } = workload;
  if (workload.kind === 'Deployment') {
    return workload.paused
      ? health('suspended', 'paused', { updated, desired })
      : undefined;
  }
  if (updated >= desired) return undefined;
  if (workload.onDelete) {
    return health('suspended', 'updateOnDelete', { updated, desired });
  }
  const isPartitioned =
    workload.kind === 'StatefulSet' &&
    workload.partition > 0 &&
    updated >= expectedUpdated(workload);
  return isPartitioned
    ? health('suspended', 'partitioned', { updated, desired })
    : undefined;
}

function expectedUpdated(workload: WorkloadRecord): number {
  return isStatefulSet(workload)
    ? Math.max(workload.desired - workload.partition, 0)
    : workload.desired;
}

function condition(workload: WorkloadRecord, type: string) {
  return workload.conditions.find(c => c.type === type);
}
