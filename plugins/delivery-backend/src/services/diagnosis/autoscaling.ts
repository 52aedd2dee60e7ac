import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import type { AutoscalerRecord } from '../../kubernetes';
import { conditionOf, fieldOf } from './evidence';
import type { Rule } from './Rule';

/** Autoscalers that cannot scale, or are limited by their maximum. */
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
  // Scaled to zero by a person, which disables the autoscaler.
  if (!condition || condition.reason === 'ScalingDisabled') return [];
  const base = {
    severity: 'warning' as const,
    evidence: [conditionOf(autoscaler, condition)],
    since: condition.lastTransitionTime ?? undefined,
    pods: [],
  };
  const message = condition.message ?? condition.reason ?? '';
  if (type === 'ScalingLimited') {
    // Other reasons are the minimum and the rate limit.
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
