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

// The kubelet's words, and those of the condition DisruptionTarget.
const DISRUPTIONS: Record<string, 'evicted' | 'preempted' | undefined> = {
  Evicted: 'evicted',
  TerminationByKubelet: 'evicted',
  Preempting: 'preempted',
  PreemptionByScheduler: 'preempted',
};

/** Budgets that keep nodes from being drained. */
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
      pods: podsOn(pods, node.name).map(pod => pod.name),
    }));
  if (drained.length) return drained;
  // While pods are missing, the budget does what it is for.
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

/** Pods that Kubernetes itself ended. */
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

// What follows differs from pod to pod: how much each of them used.
function resourceOf(message: string): string {
  return message.split('. ')[0].replace(/\.\s*$/, '');
}

/** The pods that are on a node. */
export function podsOn(pods: PodRecord[], node: string): PodRecord[] {
  return pods.filter(pod => pod.node === node);
}
