import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { ReleaseOutcome } from '@fairway/backstage-plugin-delivery-common';
import { isDeployment, isEngineWorkload } from '../kubernetes';
import type {
  DeploymentRecord,
  PodRecord,
  WorkloadRecord,
} from '../kubernetes';

/**
 * How the rollout to a workload's current revision goes, by the rules of
 * `kubectl rollout status`; pure.
 *
 * @param pods - of the current revision
 * @param startedAt - ISO time of the rollout's start
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

/** The latest of ISO times, written alike so that they sort as texts. */
export function latest(times: (string | null | undefined)[]): string {
  return new Date(
    Math.max(...times.map(time => (time ? Date.parse(time) : -Infinity))),
  ).toISOString();
}

/** Whether every pod runs the current revision, or once did. */
export function isComplete(workload: WorkloadRecord): boolean {
  const { desired, created, updated, available } = workload;
  const isEverywhere = updated >= desired && available >= desired;
  if (isEngineWorkload(workload)) {
    // Every pod may be there before the traffic is, as between blue and green.
    const completed = workload.conditions.find(c => c.type === 'Completed');
    return isEverywhere && completed?.status !== 'False';
  }
  if (!isDeployment(workload)) return isEverywhere;
  // Once it was complete, the controller says so until the next rollout begins,
  // whatever becomes of the pods.
  const wasComplete =
    created === updated && isSaidComplete(workload) && updated > 0;
  return wasComplete || (isEverywhere && created === desired);
}

function isSaidComplete(workload: DeploymentRecord): boolean {
  return progressOf(workload)?.reason === 'NewReplicaSetAvailable';
}

function completedAt(
  workload: WorkloadRecord,
  pods: PodRecord[],
  startedAt: string,
): string {
  if (isDeployment(workload) && isSaidComplete(workload)) {
    return latest([startedAt, progressOf(workload)?.lastUpdateTime]);
  }
  const ready = pods.filter(pod => pod.isReady).map(pod => pod.readySince);
  return latest([startedAt, ...ready]);
}

function progressOf({ conditions }: WorkloadRecord) {
  return conditions.find(({ type }) => type === 'Progressing');
}
