import type { FindingRule } from '@fairway/backstage-plugin-delivery-common';
import { eventsAbout } from './podEvents';
import { isStartError, lastEnd } from './crashes';
import { containerField, eventEvidence } from './evidence';
import type { Rule } from './Rule';
import {
  groupByRule,
  activePods,
  unhealthyContainers,
} from './podObservations';
import type { PodObservation } from './podObservations';

const CANNOT_START = [
  'CreateContainerError',
  'RunContainerError',
  'PostStartHookError',
];

type Words = Pick<PodObservation, 'rule' | 'values'>;

// In the kubelet's words, for environment variables and for volumes.
const MISSING: [RegExp, FindingRule][] = [
  [/configmap "(?<object>[^"]+)" not found/, 'configMapMissing'],
  [/secret "(?<object>[^"]+)" not found/, 'secretMissing'],
  [
    /couldn't find key (?<key>\S+) in ConfigMap [^/]+\/(?<object>\S+)/,
    'configMapKeyMissing',
  ],
  [
    /couldn't find key (?<key>\S+) in Secret [^/]+\/(?<object>\S+)/,
    'secretKeyMissing',
  ],
];

/** Containers that cannot be made from what the pod says. */
export const containerConfig: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(
      ({ pod, container }): PodObservation[] => {
        const { reason = '', message = '' } = container.waiting ?? {};
        const { name } = container;
        const end = lastEnd(container);
        let words: Words | undefined;
        let value = `${reason}: ${message}`;
        let field = 'state.waiting';
        if (reason === 'CreateContainerConfigError') {
          words = missing(message) ?? {
            rule: 'containerConfigWrong',
            values: { container: name, message },
          };
        } else if (CANNOT_START.includes(reason)) {
          words = cannotStart(name, message);
        } else if (end && isStartError(end)) {
          words = cannotStart(name, end.message ?? '');
          value = `${end.reason}: ${end.message ?? ''}`;
          field = container.terminated
            ? 'state.terminated'
            : 'lastState.terminated';
        }
        if (!words) return [];
        return [
          {
            ...words,
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

/** Volumes that keep a pod from starting. */
export const mounts: Rule = snapshot =>
  groupByRule(
    snapshot,
    activePods(snapshot).flatMap((pod): PodObservation[] => {
      if (pod.status !== 'starting') return [];
      const said = eventsAbout(snapshot, pod.uid).find(({ reason }) =>
        isVolume(reason),
      );
      if (!said) return [];
      const rule: FindingRule =
        said.reason === 'FailedAttachVolume'
          ? 'volumeNotAttached'
          : 'volumeNotMounted';
      return [
        {
          ...(missing(said.message) ?? {
            rule,
            values: { message: said.message },
          }),
          severity: 'critical',
          certainty: 'certain',
          evidence: [eventEvidence(said)],
          since: said.firstAt,
          pod,
        },
      ];
    }),
  );

function missing(message: string): Words | undefined {
  for (const [pattern, rule] of MISSING) {
    const found = pattern.exec(message);
    if (found) return { rule, values: { ...found.groups } };
  }
  return undefined;
}

function cannotStart(container: string, message: string): Words {
  return { rule: 'containerCannotStart', values: { container, message } };
}

function isVolume(reason: string): boolean {
  return ['FailedMount', 'FailedMapVolume', 'FailedAttachVolume'].includes(
    reason,
  );
}
