import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { ReleaseOutcome } from '@fairway/backstage-plugin-delivery-common';
import { isDeployment, isEngineWorkload } from '../kubernetes';
import type {
  DeploymentRecord,
  PodRecord,
  WorkloadRecord,
} from '../kubernetes';

/**
 * Outcome of the rollout to a workload's current revision, by the rules of
 * `kubectl rollout status`; pure.
 *
 * @param pods - pods of the current revision
 * @param startedAt - ISO time of the start of the rollout
 * @see https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
export function currentOutcome(
  workload: WorkloadRecord,
  pods: PodRecord[],
  startedAt: string,
): ReleaseOutcome {
  if (isComplete(workload)) {
    return {
      state: 'completed',
      endedAt: completedAt(workload, pods, startedAt),
      ...releaseExplanation('everyPodAvailable'),
    };
  }
  const progress = progressOf(workload);
  if (progress?.reason === 'RolloutAborted') {
    return {
      state: 'failed',
      endedAt: latest([startedAt, progress.lastTransitionTime]),
      ...releaseExplanation('aborted', { message: progress.message ?? '' }),
    };
  }
  return progress?.reason === 'ProgressDeadlineExceeded'
    ? {
        state: 'failed',
        endedAt: latest([startedAt, progress.lastUpdateTime]),
        ...releaseExplanation('deadlineExceeded', {
          message: progress.message ?? '',
        }),
      }
    : { state: 'in-progress', ...releaseExplanation('underway') };
}

/** The latest of ISO times, in one format, so that the texts can be compared. */
export function latest(times: (string | null | undefined)[]): string {
  return new Date(
    Math.max(...times.map(time => (time ? Date.parse(time) : -Infinity))),
  ).toISOString();
}

/** Whether every pod runs the current revision, or did so at the end of the rollout. */
export function isComplete(workload: WorkloadRecord): boolean {
  const { desired, created, updated, available } = workload;
  const isEverywhere = updated >= desired && available >= desired;
  if (isEngineWorkload(workload)) {
    // All pods may run before they get traffic, for example in a blue-green rollout.
    const completed = workload.conditions.find(c => c.type === 'Completed');
    return isEverywhere && completed?.status !== 'False';
  }
  if (!isDeployment(workload)) return isEverywhere;
  // The controller reports a complete rollout until the next one starts, even if
  // pods fail later.
  const wasComplete =
    created === updated && isReportedComplete(workload) && updated > 0;
  return wasComplete || (isEverywhere && created === desired);
}

function isReportedComplete(workload: DeploymentRecord): boolean {
  return progressOf(workload)?.reason === 'NewReplicaSetAvailable';
}

function completedAt(
  workload: WorkloadRecord,
  pods: PodRecord[],
  startedAt: string,
): string {
  if (isDeployment(workload) && isReportedComplete(workload)) {
    return latest([startedAt, progressOf(workload)?.lastUpdateTime]);
  }
  const ready = pods.filter(pod => pod.isReady).map(pod => pod.readySince);
  return latest([startedAt, ...ready]);
}

function progressOf({ conditions }: WorkloadRecord) {
  return conditions.find(({ type }) => type === 'Progressing');
}
