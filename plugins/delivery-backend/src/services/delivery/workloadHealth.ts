import { health } from '@fairway/backstage-plugin-delivery-common';
import type { Health } from '@fairway/backstage-plugin-delivery-common';
import { isEngineWorkload, isStatefulSet } from '../../kubernetes';
import type {
  NativeWorkloadRecord,
  PodRecord,
  WorkloadRecord,
} from '../../kubernetes';
import { currentRefusal } from '../diagnosis/refusals';
import type { DiagnosedWorkload } from '../diagnosis/Rule';
import { engineHealth } from './engineHealth';
import { podWait, schedulingWait } from '../diagnosis/podWaits';
import type { PodWait } from '../diagnosis/podWaits';

/**
 * Health of a workload: the rules of kstatus, in its order, with the terms of Argo
 * CD. Current is healthy, InProgress is progressing, Failed is degraded; a paused
 * workload is suspended as in Argo CD. A pod that is Failed for kstatus makes its
 * workload degraded, so that a failing rollout is visible before its deadline. While
 * pods wait for something that is known, the health names it.
 *
 * @see https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export function workloadHealth(snapshot: DiagnosedWorkload): Health {
  const { workload, rollout } = snapshot;
  if (workload.deleting) return health('progressing', 'terminating');
  if (workload.observedGeneration < workload.generation) {
    return health('progressing', 'unobserved');
  }
  // Causes first: failing pods block a rollout, and pods that wait for a gate miss its
  // deadline.
  const problem =
    podsRefused(snapshot) ??
    failingPods(snapshot) ??
    gatedPods(snapshot) ??
    deadlineExceeded(workload);
  if (problem) return problem;
  if (!isEngineWorkload(workload)) return nativeHealth(workload, snapshot);
  if (!rollout) return health('unknown', 'unsynced');
  const described = engineHealth(workload, rollout);
  if (described.reason === 'becomingAvailable') {
    return becomingAvailable(workload);
  }
  const isStarting = ['updating', 'becomingReady'].includes(described.reason);
  return (isStarting && podsWait(snapshot)) || described;
}

function nativeHealth(
  workload: NativeWorkloadRecord,
  snapshot: DiagnosedWorkload,
): Health {
  const { desired, created, updated, ready, available } = workload;
  const waiting = suspended(workload);
  if (waiting) return waiting;
  const starting = podsWait(snapshot);
  if (created < desired) {
    return (
      starting ??
      waitsForPod(workload, snapshot.pods) ??
      health('progressing', 'creating', { created, desired })
    );
  }
  if (updated < expectedUpdated(workload)) {
    return starting ?? health('progressing', 'updating', { updated, desired });
  }
  if (workload.kind === 'Deployment' && created > updated) {
    return health('progressing', 'removingOld', { old: created - updated });
  }
  if (ready < desired) {
    return (
      starting ?? health('progressing', 'becomingReady', { ready, desired })
    );
  }
  if (available < desired) return becomingAvailable(workload);
  if (condition(workload, 'Available')?.status === 'False') {
    return health('progressing', 'unavailable', { available, desired });
  }
  return desired === 0
    ? nothingToRun(workload)
    : health('healthy', 'ready', { desired });
}

function becomingAvailable({
  available,
  desired,
  minReadySeconds,
}: Pick<WorkloadRecord, 'available' | 'desired' | 'minReadySeconds'>): Health {
  return minReadySeconds
    ? health('progressing', 'waitsMinReady', {
        available,
        desired,
        seconds: minReadySeconds,
      })
    : health('progressing', 'becomingAvailable', { available, desired });
}

/** Health of a workload that needs no pods. */
function nothingToRun(workload: NativeWorkloadRecord): Health {
  if (workload.kind !== 'DaemonSet') return health('healthy', 'scaledToZero');
  const { nodeSelector } = workload;
  return nodeSelector === undefined
    ? health('healthy', 'noEligibleNode')
    : health('healthy', 'noMatchingNode', { selector: nodeSelector });
}

function podsRefused(snapshot: DiagnosedWorkload): Health | undefined {
  const refusal = currentRefusal(snapshot);
  return (
    refusal && health('degraded', 'podsRefused', { message: refusal.message })
  );
}

function deadlineExceeded(workload: WorkloadRecord): Health | undefined {
  const { desired, updated, ready } = workload;
  const progress = condition(workload, 'Progressing');
  return progress?.reason === 'ProgressDeadlineExceeded'
    ? health('degraded', 'deadlineExceeded', { updated, desired, ready })
    : undefined;
}

function failingPods(snapshot: DiagnosedWorkload): Health | undefined {
  const living = livingPods(snapshot);
  const failing = living.filter(pod => pod.status === 'failing');
  const values = (affected: PodRecord[]) => ({
    failing: affected.length,
    pods: living.length,
    reason: reasonsOf(affected),
    message: affected[0].message ?? '',
  });
  if (failing.length) return health('degraded', 'podsFailing', values(failing));
  const unplaced = living.filter(
    pod =>
      pod.status === 'unschedulable' &&
      !schedulingWait(pod, snapshot, snapshot.now),
  );
  return unplaced.length
    ? health('degraded', 'podsUnschedulable', values(unplaced))
    : undefined;
}

/** Reasons of pods, the most frequent first. */
function reasonsOf(pods: PodRecord[]): string {
  const reasons = pods.flatMap(({ reason }) => reason ?? []);
  const count = (reason: string) => reasons.filter(r => r === reason).length;
  return [...new Set(reasons)].sort((a, b) => count(b) - count(a)).join(', ');
}

function gatedPods(snapshot: DiagnosedWorkload): Health | undefined {
  const gated = livingPods(snapshot).some(pod => pod.status === 'waiting');
  return gated ? podsWait(snapshot) : undefined;
}

/** What most of the pods wait for that are not ready; a gate comes first. */
function podsWait(snapshot: DiagnosedWorkload): Health | undefined {
  const living = livingPods(snapshot);
  const groups = new Map<string, { wait: PodWait; waiting: number }>();
  for (const pod of living) {
    const wait = podWait(pod, snapshot, snapshot.now);
    if (!wait) continue;
    const key = JSON.stringify(wait);
    const waiting = (groups.get(key)?.waiting ?? 0) + 1;
    groups.set(key, { wait, waiting });
  }
  const isGate = ({ wait }: { wait: PodWait }) =>
    wait.reason === 'schedulingGated';
  const [most] = [...groups.values()].sort(
    (a, b) => Number(isGate(b)) - Number(isGate(a)) || b.waiting - a.waiting,
  );
  if (!most) return undefined;
  const { wait, waiting } = most;
  return health(isGate(most) ? 'suspended' : 'progressing', wait.reason, {
    waiting,
    pods: living.length,
    ...wait.values,
  });
}

/** A StatefulSet whose pods are created one after the other waits for the last one. */
function waitsForPod(
  workload: NativeWorkloadRecord,
  pods: PodRecord[],
): Health | undefined {
  if (!isStatefulSet(workload) || !workload.isOrdered) return undefined;
  const { created, desired } = workload;
  const pod = pods.find(
    ({ isReady, status }) => !isReady && status !== 'terminating',
  );
  return pod
    ? health('progressing', 'waitsForPod', { created, desired, pod: pod.name })
    : undefined;
}

function livingPods({ pods }: DiagnosedWorkload): PodRecord[] {
  return pods.filter(
    ({ status }) => !['terminating', 'succeeded', 'failed'].includes(status),
  );
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
