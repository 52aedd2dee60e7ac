import type { FindingRule } from '@fairway/backstage-plugin-delivery-common';
import { eventEvidence } from './evidence';
import { eventsAbout, eventsOf } from './podEvents';
import { groupByRule, unhealthyContainers } from './podObservations';
import type { PodObservation } from './podObservations';
import type { Rule } from './Rule';

/** Containers that Kubernetes restarts because their postStart hook fails. */
export const startHooks: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(
      ({ pod, container }): PodObservation[] => {
        const { name, ready, restarts } = container;
        const event = eventsOf(snapshot, pod, container).find(
          ({ reason }) => reason === 'FailedPostStartHook',
        );
        if (!event || ready) return [];
        return [
          {
            rule: 'postStartHookFailing',
            severity: 'critical',
            certainty: 'certain',
            values: { container: name, message: event.message },
            sums: { restarts },
            evidence: [eventEvidence(event)],
            since: event.firstAt,
            pod,
          },
        ];
      },
    ),
  );

/** Rules of the events about pods that do not end. */
const END_PROBLEMS: Record<string, FindingRule> = {
  FailedKillPod: 'podKillFailing',
  ExceededGracePeriod: 'podKillFailing',
  FailedPreStopHook: 'preStopHookFailing',
};

/** Pods that their node cannot stop, or whose preStop hook fails. */
export const ends: Rule = snapshot =>
  groupByRule(
    snapshot,
    snapshot.pods.flatMap((pod): PodObservation[] => {
      if (pod.status !== 'terminating') return [];
      const event = eventsAbout(snapshot, pod.uid).find(
        ({ reason }) => reason in END_PROBLEMS,
      );
      if (!event) return [];
      return [
        {
          rule: END_PROBLEMS[event.reason],
          severity: 'warning',
          certainty: 'certain',
          values: { message: event.message },
          evidence: [eventEvidence(event)],
          since: event.firstAt,
          pod,
        },
      ];
    }),
  );
