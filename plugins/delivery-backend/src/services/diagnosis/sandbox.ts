import type { EventRecord, PodRecord } from '../../kubernetes';
import { eventEvidence } from './evidence';
import { eventsAbout } from './podEvents';
import { activePods, groupByRule } from './podObservations';
import type { PodObservation } from './podObservations';
import type { DiagnosedWorkload, Rule } from './Rule';

/** Pods for which the node cannot set up the sandbox, with its network. */
export const sandbox: Rule = snapshot =>
  groupByRule(
    snapshot,
    activePods(snapshot).flatMap((pod): PodObservation[] => {
      const event = startFailure(snapshot, pod, [
        'FailedCreatePodSandBox',
        'NetworkNotReady',
      ]);
      if (!event) return [];
      const message = reasonOf(event.message);
      const isNetwork = /network|cni\b|\bIP\b|plugin type=/i.test(
        event.message,
      );
      const words: Pick<PodObservation, 'rule' | 'values'> =
        event.reason === 'NetworkNotReady'
          ? {
              rule: 'podNetworkNotReady',
              values: { node: pod.node ?? '', message },
            }
          : {
              rule: isNetwork ? 'podNetworkFailing' : 'sandboxFailing',
              values: { message },
            };
      return [
        {
          ...words,
          severity: 'critical',
          certainty: 'certain',
          evidence: [eventEvidence(event)],
          since: event.firstAt,
          pod,
        },
      ];
    }),
  );

/**
 * The latest of these events about a pod that is starting; undefined if the pod came
 * further since.
 */
export function startFailure(
  snapshot: DiagnosedWorkload,
  { status, uid, containers = [] }: PodRecord,
  reasons: string[],
): EventRecord | undefined {
  if (status !== 'starting') return undefined;
  const hasRun = containers.some(
    ({ runningSince, terminated, lastTerminated }) =>
      runningSince ?? terminated ?? lastTerminated,
  );
  if (hasRun) return undefined;
  const latest = eventsAbout(snapshot, uid).find(
    ({ reason }) => reasons.includes(reason) || reason === 'Pulling',
  );
  return latest?.reason === 'Pulling' ? undefined : latest;
}

/** Texts before the reason; the identifiers in them differ for each pod and attempt. */
const PREFIXES = [
  /^Failed (?:to )?create pod sandbox: /,
  /^rpc error: code = \w+ desc = /,
  /^.*?failed to set ?up network for sandbox "[^"]*": /s,
  /^.*?failed to set up pod "[^"]*" network: /s,
  /^plugin type="[^"]*"(?: name="[^"]*")? failed \(\w+\): /,
  /^network is not ready: /,
  /^add cmd: /,
];

function reasonOf(message: string): string {
  return PREFIXES.reduce((text, prefix) => text.replace(prefix, ''), message)
    .replace(/, failed to clean up sandbox.*$/s, '')
    .replace(/"[0-9a-f]{12,}"/g, '"…"');
}
