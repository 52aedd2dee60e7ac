import type { FindingRule } from '@fairway/backstage-plugin-delivery-common';
import { isStartError, lastTermination } from './crashes';
import { containerField, eventEvidence } from './evidence';
import type { Rule } from './Rule';
import {
  groupByRule,
  activePods,
  unhealthyContainers,
} from './podObservations';
import type { PodObservation } from './podObservations';
import { startFailure } from './sandbox';

const CANNOT_START = [
  'CreateContainerError',
  'RunContainerError',
  'PostStartHookError',
];

type RuleMatch = Pick<PodObservation, 'rule' | 'values'>;

// Messages of the kubelet, for environment variables and for volumes.
const MISSING: [RegExp, FindingRule][] = [
  [/configmap "(?<object>[^"]+)" not found/, 'configMapMissing'],
  [/secret "(?<object>[^"]+)" not found/, 'secretMissing'],
  [
    /couldn't find key (?<key>\S+) in ConfigMap [^/\s]+\/(?<object>\S+)/,
    'configMapKeyMissing',
  ],
  [
    /couldn't find key (?<key>\S+) in Secret [^/\s]+\/(?<object>\S+)/,
    'secretKeyMissing',
  ],
];

/** Containers that cannot be created from the pod's configuration. */
export const containerConfig: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(
      ({ pod, container }): PodObservation[] => {
        const { reason = '', message = '' } = container.waiting ?? {};
        const { name } = container;
        const end = lastTermination(container);
        let match: RuleMatch | undefined;
        let value = `${reason}: ${message}`;
        let field = 'state.waiting';
        if (reason === 'CreateContainerConfigError') {
          match = missing(message) ?? {
            rule: 'containerConfigWrong',
            values: { container: name, message },
          };
        } else if (CANNOT_START.includes(reason)) {
          match = cannotStart(name, message);
        } else if (end && isStartError(end)) {
          match = cannotStart(name, end.message ?? '');
          value = `${end.reason}: ${end.message ?? ''}`;
          field = container.terminated
            ? 'state.terminated'
            : 'lastState.terminated';
        }
        if (!match) return [];
        return [
          {
            ...match,
            severity: 'critical',
            certainty: 'certain',
            evidence: [containerField(pod, container, { field, value })],
            since: pod.since,
            pod,
          },
        ];
      },
    ),
  );

/** Reasons of events about volumes. */
const VOLUME_REASONS = ['FailedMount', 'FailedMapVolume', 'FailedAttachVolume'];

/** Volumes that prevent a pod from starting. */
export const mounts: Rule = snapshot =>
  groupByRule(
    snapshot,
    activePods(snapshot).flatMap((pod): PodObservation[] => {
      const event = startFailure(snapshot, pod, VOLUME_REASONS);
      if (!event) return [];
      const rule: FindingRule =
        event.reason === 'FailedAttachVolume'
          ? 'volumeNotAttached'
          : 'volumeNotMounted';
      return [
        {
          ...(missing(event.message) ?? {
            rule,
            values: { message: event.message },
          }),
          severity: 'critical',
          certainty: 'certain',
          evidence: [eventEvidence(event)],
          since: event.firstAt,
          pod,
        },
      ];
    }),
  );

function missing(message: string): RuleMatch | undefined {
  for (const [pattern, rule] of MISSING) {
    const found = pattern.exec(message);
    if (found) return { rule, values: { ...found.groups } };
  }
  return undefined;
}

function cannotStart(container: string, message: string): RuleMatch {
  return { rule: 'containerCannotStart', values: { container, message } };
}
