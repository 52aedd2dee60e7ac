import type { FindingRule } from '@fairway/backstage-plugin-delivery-common';
import type { PodRecord } from '../../kubernetes';
import { fieldOf } from './evidence';
import { groupByRule } from './podObservations';
import type { PodObservation } from './podObservations';
import type { DiagnosedWorkload, Rule } from './Rule';

/**
 * Reasons of the kubelet for a pod that it ended or rejected.
 * https://github.com/kubernetes/kubernetes/tree/master/pkg/kubelet
 */
const BY_REASON: Record<string, FindingRule> = {
  Evicted: 'evicted',
  Terminated: 'nodeShutdown',
  NodeShutdown: 'nodeShutdown',
  Shutdown: 'nodeShutdown',
  Preempting: 'preempted',
  DeadlineExceeded: 'podDeadlineExceeded',
  NodeLost: 'podLost',
};

/** Reasons of the condition `DisruptionTarget`. */
const BY_CONDITION: Record<string, FindingRule> = {
  PreemptionByScheduler: 'preempted',
  DeletionByTaintManager: 'taintEvicted',
  EvictionByEvictionAPI: 'drained',
  DeletionByPodGC: 'podLost',
  TerminationByKubelet: 'evicted',
};

/** Whether a message of the kubelet is about a limit of local storage. */
function isOwnLimit(message: string): boolean {
  return /exceed(?:s|ed) (?:its|the)/i.test(message) && /limit/i.test(message);
}

/** Rules that report no trouble: a person or Kubernetes replaced the pods on purpose. */
const ON_PURPOSE: FindingRule[] = ['nodeShutdown', 'drained'];

const CONDITION = 'status.conditions[DisruptionTarget]';

/** Pods that Kubernetes evicted, preempted, or did not admit to their node. */
export const evictions: Rule = snapshot =>
  groupByRule(
    snapshot,
    snapshot.pods.flatMap((pod): PodObservation[] => {
      if (!pod.disruption) return [];
      const { reason, condition, message = '', time } = pod.disruption;
      const rule = ruleOf(pod);
      if (!rule) return [];
      const field = reason === condition ? CONDITION : 'status.reason';
      const value = message ? `${reason}: ${message}` : reason;
      return [
        {
          rule,
          severity: isOver(rule, pod, snapshot) ? 'info' : 'warning',
          certainty: 'certain',
          values: valuesOf(rule, reason, message),
          evidence: [
            fieldOf(pod, { field, value, time }),
            ...(condition !== undefined && condition !== reason
              ? [fieldOf(pod, { field: CONDITION, value: condition, time })]
              : []),
          ],
          since: time,
          pod,
        },
      ];
    }),
  );

/** Time after which an eviction is history, if the pods were replaced. */
const HISTORY_MS = 60 * 60_000;

/** Whether pods were replaced on purpose, or some time ago; their records remain. */
function isOver(
  rule: FindingRule,
  { status, disruption }: PodRecord,
  { workload, now }: DiagnosedWorkload,
): boolean {
  if (ON_PURPOSE.includes(rule)) return true;
  return (
    status === 'failed' &&
    workload.ready >= workload.desired &&
    disruption?.time !== undefined &&
    now - Date.parse(disruption.time) > HISTORY_MS
  );
}

function ruleOf({ status, disruption }: PodRecord): FindingRule | undefined {
  if (!disruption) return undefined;
  const { reason, condition, message = '' } = disruption;
  // The kubelet has one reason in the condition for a shutdown, an eviction and a
  // preemption.
  const isShutdown = /node shutdown/i.test(message);
  const byCondition =
    condition === 'TerminationByKubelet' && isShutdown
      ? 'nodeShutdown'
      : BY_CONDITION[condition ?? ''];
  const known = BY_REASON[reason] ?? byCondition;
  // The kubelet also evicts a pod for its own limit, on a node that is fine.
  if (known === 'evicted' && isOwnLimit(message)) {
    return 'storageLimitExceeded';
  }
  if (known) return known;
  return status === 'failed' && reason !== condition
    ? 'podRejectedByNode'
    : undefined;
}

function valuesOf(
  rule: FindingRule,
  reason: string,
  message: string,
): Record<string, string> {
  if (rule === 'evicted' || rule === 'storageLimitExceeded') {
    return { message: resourceOf(message) };
  }
  return rule === 'podRejectedByNode'
    ? { reason, message: resourceOf(message) }
    : {};
}

// The rest of the message differs by pod: it is the usage of each.
function resourceOf(message: string): string {
  return message.split('. ')[0].replace(/\.\s*$/, '');
}
