import type {
  FindingRule,
  Observation,
} from '@fairway/backstage-plugin-delivery-common';
import type { AutoscalerRecord, ConditionRecord } from '../../kubernetes';
import { conditionOf, fieldOf } from './evidence';
import { isRecent } from './grace';
import type { Rule } from './Rule';

/**
 * Rules of the conditions of an autoscaler, by type and status. Other reasons of a
 * condition are normal: a workload that was scaled to zero, the minimum, or the time
 * between two changes.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions
 */
function ruleOf({
  type,
  status,
  reason = '',
}: ConditionRecord): FindingRule | undefined {
  switch (`${type} ${status}`) {
    case 'AbleToScale False':
      return reason.startsWith('Backoff') ? undefined : 'autoscalerStuck';
    case 'ScalingActive False':
      if (reason === 'ScalingDisabled') return undefined;
      if (reason === 'AmbiguousSelector') return 'autoscalerAmbiguous';
      return reason.startsWith('Invalid')
        ? 'autoscalerInvalid'
        : 'autoscalerBlind';
    case 'ScalingLimited True':
      return reason === 'TooManyReplicas' ? 'autoscalerAtMaximum' : undefined;
    default:
      return undefined;
  }
}

/** Autoscalers that cannot scale, are limited by their maximum, or work against each other. */
export const autoscaling: Rule = ({ workload, relatedObjects, now }) => {
  const { autoscalers } = relatedObjects;
  const found = autoscalers.flatMap(autoscaler =>
    autoscaler.conditions.flatMap((condition): Observation[] => {
      const rule = ruleOf(condition);
      if (!rule || isStarting(autoscaler, condition, rule, now)) return [];
      return [observe(autoscaler, condition, rule, now)];
    }),
  );
  if (autoscalers.length < 2) return found;
  const names = autoscalers.map(({ name }) => name).sort();
  return [
    ...found.filter(({ rule }) => rule !== 'autoscalerAmbiguous'),
    {
      rule: 'autoscalersConflict',
      severity: 'warning',
      certainty: 'certain',
      values: { autoscalers: names.join(', '), workload: workload.name },
      evidence: autoscalers.map(autoscaler =>
        fieldOf(autoscaler, {
          field: 'spec.scaleTargetRef',
          value: `${autoscaler.target.kind} ${autoscaler.target.name}`,
        }),
      ),
      pods: [],
    },
  ];
};

/** Whether an autoscaler, or the pods that it measures, are too new for metrics. */
function isStarting(
  { createdAt }: AutoscalerRecord,
  { lastTransitionTime }: ConditionRecord,
  rule: FindingRule,
  now: number,
): boolean {
  return (
    ['autoscalerBlind', 'autoscalerStuck'].includes(rule) &&
    (isRecent(createdAt, 'autoscaler', now) ||
      isRecent(lastTransitionTime, 'autoscaler', now))
  );
}

/** Start of messages, which the sentence of the finding already contains. */
const PREFIX = /^the HPA was unable to compute the replica count: /;

function observe(
  autoscaler: AutoscalerRecord,
  condition: ConditionRecord,
  rule: FindingRule,
  now: number,
): Observation {
  const { name, max, desired } = autoscaler;
  const isLimit = rule === 'autoscalerAtMaximum';
  // A short peak is no problem.
  const isPeak =
    isLimit && isRecent(condition.lastTransitionTime, 'autoscalerLimit', now);
  const message = condition.message ?? condition.reason ?? '';
  return {
    rule,
    severity: isPeak ? 'info' : 'warning',
    certainty: isLimit ? 'likely' : 'certain',
    values: isLimit
      ? { autoscaler: name, max }
      : { autoscaler: name, message: message.replace(PREFIX, '') },
    evidence: [
      conditionOf(autoscaler, condition),
      ...(isLimit
        ? [
            fieldOf(autoscaler, {
              field: 'status.desiredReplicas',
              value: String(desired),
            }),
          ]
        : []),
    ],
    since: condition.lastTransitionTime ?? undefined,
    pods: [],
  };
}
