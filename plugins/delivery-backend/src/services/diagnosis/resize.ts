import { fieldOf } from './evidence';
import { activePods, groupByRule } from './podObservations';
import type { PodObservation } from './podObservations';
import type { Rule } from './Rule';

/** Pods whose node does not give them the resources that they now ask for. */
export const resize: Rule = snapshot =>
  groupByRule(
    snapshot,
    activePods(snapshot).flatMap((pod): PodObservation[] => {
      if (!pod.resize) return [];
      const {
        type,
        reason = '',
        message = '',
        lastTransitionTime,
      } = pod.resize;
      return [
        {
          rule: 'resizeBlocked',
          severity: 'warning',
          certainty: 'certain',
          values: { reason, message },
          evidence: [
            fieldOf(pod, {
              field: `status.conditions[${type}]`,
              value: message ? `${reason}: ${message}` : reason,
              time: lastTransitionTime ?? undefined,
            }),
          ],
          since: lastTransitionTime ?? undefined,
          pod,
        },
      ];
    }),
  );
