import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import type {
  DisruptionBudgetRecord,
  PodRecord,
  WorkloadSnapshot,
} from '../../kubernetes';
import { fieldOf } from './evidence';
import type { Rule } from './Rule';
import { groupByRule } from './podObservations';
import type { PodObservation } from './podObservations';

// Reasons of the kubelet and of the condition DisruptionTarget.
const DISRUPTIONS: Record<string, 'evicted' | 'preempted' | undefined> = {
  Evicted: 'evicted',
  TerminationByKubelet: 'evicted',
  Preempting: 'preempted',
  PreemptionByScheduler: 'preempted',
};

/** Pod disruption budgets that block the drain of nodes. */
export const budgets: Rule = snapshot =>
  snapshot.relatedObjects.budgets.flatMap(budget => observe(snapshot, budget));

function observe(
  { pods, relatedObjects }: WorkloadSnapshot,
  budget: DisruptionBudgetRecord,
): Observation[] {
  const { name, rule, allowed, expected, healthy, desiredHealthy } = budget;
  if (allowed > 0 || expected === 0) return [];
  const evidence = [
    fieldOf(budget, {
      field: 'status',
      value: `disruptionsAllowed ${allowed}, currentHealthy ${healthy}, desiredHealthy ${desiredHealthy}, expectedPods ${expected}`,
    }),
  ];
  const drained = relatedObjects.nodes
    .filter(node => node.unschedulable)
    .map((node): Observation => ({
      rule: 'drainBlocked',
      severity: 'warning',
      certainty: 'likely',
      values: { node: node.name, budget: name, rule },
      evidence: [
        fieldOf(node, { field: 'spec.unschedulable', value: 'true' }),
        ...evidence,
      ],
      pods: podsOnNode(pods, node.name).map(pod => pod.name),
    }));
  if (drained.length) return drained;
  // While pods are missing, the budget works as intended.
  if (healthy < expected || desiredHealthy < expected) return [];
  return [
    {
      rule: 'disruptionBlocked',
      severity: 'info',
      certainty: 'possible',
      values: { budget: name, rule },
      evidence,
      pods: [],
    },
  ];
}

/** Pods that Kubernetes evicted or preempted. */
export const evictions: Rule = snapshot =>
  groupByRule(
    snapshot,
    snapshot.pods.flatMap((pod): PodObservation[] => {
      const { reason = '', message = '', time } = pod.disruption ?? {};
      const rule = DISRUPTIONS[reason];
      if (!rule) return [];
      return [
        {
          rule,
          severity: 'warning',
          certainty: 'certain',
          values: rule === 'evicted' ? { message: resourceOf(message) } : {},
          evidence: [
            fieldOf(pod, {
              field: 'status.reason',
              value: message ? `${reason}: ${message}` : reason,
              time,
            }),
          ],
          since: time,
          pod,
        },
      ];
    }),
  );

// The rest of the message differs by pod: it is the usage of each.
function resourceOf(message: string): string {
  return message.split('. ')[0].replace(/\.\s*$/, '');
}

/** Pods on a node. */
export function podsOnNode(pods: PodRecord[], node: string): PodRecord[] {
  return pods.filter(pod => pod.node === node);
}
