import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import type { AutoscalerRecord } from '../../kubernetes';
import { conditionOf, fieldOf } from './evidence';
import type { Rule } from './Rule';

/** Autoscalers that cannot do their work, or would do more of it. */
export const autoscaling: Rule = ({ relatedObjects }) =>
  relatedObjects.autoscalers.flatMap(autoscaler => [
    ...observe(autoscaler, 'AbleToScale', 'False'),
    ...observe(autoscaler, 'ScalingActive', 'False'),
    ...observe(autoscaler, 'ScalingLimited', 'True'),
  ]);

function observe(
  autoscaler: AutoscalerRecord,
  type: string,
  status: string,
): Observation[] {
  const { name, max, desired } = autoscaler;
  const condition = autoscaler.conditions.find(
    c => c.type === type && c.status === status,
  );
  // Scaled to zero by hand: the autoscaler rests, as asked.
  if (!condition || condition.reason === 'ScalingDisabled') return [];
  const base = {
    severity: 'warning' as const,
    evidence: [conditionOf(autoscaler, condition)],
    since: condition.lastTransitionTime ?? undefined,
    pods: [],
  };
  const message = condition.message ?? condition.reason ?? '';
  if (type === 'ScalingLimited') {
    // It is limited by its minimum, too, and by how fast it may move.
    if (condition.reason !== 'TooManyReplicas') return [];
    const field = 'status.desiredReplicas';
    return [
      {
        ...base,
        rule: 'autoscalerAtMaximum',
        certainty: 'likely',
        values: { autoscaler: name, max },
        evidence: [
          ...base.evidence,
          fieldOf(autoscaler, { field, value: String(desired) }),
        ],
      },
    ];
  }
  return [
    {
      ...base,
      rule: type === 'AbleToScale' ? 'autoscalerStuck' : 'autoscalerBlind',
      certainty: 'certain',
      values: { autoscaler: name, message },
    },
  ];
}
