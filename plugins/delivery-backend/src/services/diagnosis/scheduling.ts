import { eventEvidence, fieldOf } from './evidence';
import { eventsAbout } from './podEvents';
import { schedulingWait } from './podWaits';
import type { Rule } from './Rule';
import { readSchedulerMessage } from './schedulerMessage';
import { groupByRule, activePods } from './podObservations';
import type { PodObservation } from './podObservations';

/** Pods without a node, with the reasons and numbers of nodes. */
export const scheduling: Rule = snapshot =>
  groupByRule(
    snapshot,
    activePods(snapshot).flatMap((pod): PodObservation[] => {
      const { status, reason, message = '', since } = pod;
      if (status !== 'unschedulable') return [];
      if (schedulingWait(pod, snapshot, snapshot.now)) return [];
      const field = 'status.conditions[PodScheduled]';
      const value = `False, ${reason}: ${message}`;
      const rest = {
        severity: 'critical' as const,
        certainty: 'certain' as const,
        evidence: [
          fieldOf(pod, { field, value, time: since }),
          ...eventsAbout(snapshot, pod.uid)
            .filter(event => event.reason === 'NotTriggerScaleUp')
            .slice(0, 1)
            .map(eventEvidence),
        ],
        since,
        pod,
      };
      const claim = /persistentvolumeclaim "([^"]+)" not found/.exec(message);
      if (claim) {
        return [{ ...rest, rule: 'claimMissing', values: { claim: claim[1] } }];
      }
      const read = readSchedulerMessage(message);
      if (!read) {
        const values = { message };
        return [{ ...rest, rule: 'unschedulableOther', values }];
      }
      return [
        {
          ...rest,
          rule: 'unschedulable',
          values: { nodes: read.nodes },
          details: read.reasons,
        },
      ];
    }),
  );
