import type {
  Evidence,
  Observation,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  DisruptionBudgetRecord,
  NodeRecord,
  PodRecord,
  WorkloadSnapshot,
} from '../../kubernetes';
import { conditionOf, fieldOf } from './evidence';
import type { Rule } from './Rule';

/** Pod disruption budgets that block the drain of nodes. */
export const budgets: Rule = snapshot => {
  const all = snapshot.relatedObjects.budgets;
  // The API server rejects every eviction then, whatever the budgets allow.
  if (all.length > 1) return [overlap(snapshot, all)];
  return all.flatMap(budget => observe(snapshot, budget));
};

function overlap(
  { relatedObjects }: WorkloadSnapshot,
  all: DisruptionBudgetRecord[],
): Observation {
  const names = all.map(({ name }) => name).sort();
  return {
    rule: 'budgetsOverlap',
    severity: 'warning',
    certainty: 'certain',
    values: { count: names.length, budgets: names.join(', ') },
    evidence: [
      ...all.map(budget =>
        fieldOf(budget, {
          field: 'spec.selector',
          value: selectorText(budget),
        }),
      ),
      ...drainedNodes(relatedObjects.nodes).map(cordonOf),
    ],
    pods: [],
  };
}

function observe(
  { pods, relatedObjects }: WorkloadSnapshot,
  budget: DisruptionBudgetRecord,
): Observation[] {
  const { name, rule, failure } = budget;
  const { allowed, expected, healthy, desiredHealthy } = budget;
  if (failure) {
    return [
      {
        rule: 'budgetSyncFailed',
        severity: 'warning',
        certainty: 'certain',
        values: { budget: name, message: failure.message ?? '' },
        evidence: [conditionOf(budget, failure)],
        since: failure.lastTransitionTime ?? undefined,
        pods: [],
      },
    ];
  }
  if (allowed > 0 || expected === 0) return [];
  const evidence = [
    fieldOf(budget, {
      field: 'status',
      value: `disruptionsAllowed ${allowed}, currentHealthy ${healthy}, desiredHealthy ${desiredHealthy}, expectedPods ${expected}`,
    }),
  ];
  const drained = drainedNodes(relatedObjects.nodes).map(
    (node): Observation => ({
      rule: 'drainBlocked',
      severity: 'warning',
      certainty: 'likely',
      values: { node: node.name, budget: name, rule },
      evidence: [cordonOf(node), ...evidence],
      pods: podsOnNode(pods, node.name).map(pod => pod.name),
    }),
  );
  if (drained.length) return drained;
  // While pods are missing, the budget works as intended.
  if (desiredHealthy < expected) return [];
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

function drainedNodes(nodes: NodeRecord[]): NodeRecord[] {
  return nodes.filter(node => node.unschedulable);
}

function cordonOf(node: NodeRecord): Evidence {
  return fieldOf(node, { field: 'spec.unschedulable', value: 'true' });
}

function selectorText({ selector }: DisruptionBudgetRecord): string {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values }) =>
      [key, operator, values.join(',')].filter(Boolean).join(' '),
    ),
  ];
  return parts.join(', ') || 'all pods of the namespace';
}

/** Pods on a node. */
export function podsOnNode(pods: PodRecord[], node: string): PodRecord[] {
  return pods.filter(pod => pod.node === node);
}
