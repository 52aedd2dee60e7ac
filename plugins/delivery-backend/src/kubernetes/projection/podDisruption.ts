import type { ConditionRecord, PodRecord } from './records';

/**
 * The reason why Kubernetes ended or ends a pod: the condition `DisruptionTarget`, and
 * the reason of the kubelet, which names the resource that ran out.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions
 */
export function disruptionOf(status: {
  phase?: string;
  reason?: string;
  message?: string;
  conditions: ConditionRecord[];
}): Pick<PodRecord, 'disruption'> {
  const target = status.conditions.find(
    c => c.type === 'DisruptionTarget' && c.status === 'True',
  );
  const reason = status.phase === 'Failed' ? status.reason : undefined;
  if (!target && !reason) return {};
  return {
    disruption: {
      reason: reason ?? target?.reason ?? '',
      ...(target?.reason && { condition: target.reason }),
      message: (reason && status.message) || target?.message,
      time: target?.lastTransitionTime ?? undefined,
    },
  };
}
