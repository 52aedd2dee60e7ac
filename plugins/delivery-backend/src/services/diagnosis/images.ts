import type { FindingRule } from '@fairway/backstage-plugin-delivery-common';
import type { ContainerRecord, EventRecord, PodRecord } from '../../kubernetes';
import { containerField, eventEvidence } from './evidence';
import { matchImageMessage } from './imageMessages';
import type { ImageMatch } from './imageMessages';
import { eventsAbout, eventsOf } from './podEvents';
import {
  activePods,
  groupByRule,
  unhealthyContainers,
} from './podObservations';
import type { PodObservation } from './podObservations';
import type { DiagnosedWorkload, Rule } from './Rule';

/** Rules of the reasons of the kubelet that need no message. */
const BY_REASON: Record<string, FindingRule> = {
  ErrImageNeverPull: 'imageNotOnNode',
  ImageInspectError: 'imageInspectFailing',
  InvalidImageName: 'imageNameInvalid',
  RegistryUnavailable: 'imageRegistryUnreachable',
  SignatureValidationFailed: 'imageSignatureInvalid',
};

/** Reasons of the kubelet for an image that it cannot pull. */
const CANNOT_PULL = ['ErrImagePull', 'ImagePullBackOff'];

/** Rules whose sentence shows the message. */
const WITH_MESSAGE: FindingRule[] = ['imagePullFailing', 'imageInspectFailing'];

/** Images that cannot be pulled, by the reason of the kubelet and the registry. */
export const images: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(({ pod, container }) => {
      const { reason = '', message = '' } = container.waiting ?? {};
      if (!isImageReason(reason)) return [];
      const failed = failedPull(snapshot, pod, container);
      const { rule, certainty, said } = matchOf(container, failed);
      const field = 'state.waiting';
      const value = message ? `${reason}: ${message}` : reason;
      const shown = failed && said ? pullError(failed.message) : message;
      return {
        rule,
        severity: 'critical',
        certainty,
        values: {
          image: imageOf(container),
          ...(WITH_MESSAGE.includes(rule) && { message: shown || reason }),
        },
        evidence: [
          containerField(pod, container, { field, value }),
          ...(failed && said ? [eventEvidence(failed)] : []),
        ],
        since: pod.since,
        pod,
      };
    }),
  );

/** Pull secrets that the namespace does not have, of pods whose image cannot be pulled. */
export const pullSecrets: Rule = snapshot =>
  groupByRule(
    snapshot,
    activePods(snapshot).flatMap((pod): PodObservation[] => {
      const cannotPull = (pod.containers ?? []).some(({ waiting }) =>
        CANNOT_PULL.includes(waiting?.reason ?? ''),
      );
      const event = eventsAbout(snapshot, pod.uid).find(
        ({ reason }) => reason === 'FailedToRetrieveImagePullSecret',
      );
      const secrets = /\(([^()]*)\)/.exec(event?.message ?? '')?.[1];
      if (!cannotPull || !event || !secrets) return [];
      return [
        {
          rule: 'pullSecretMissing',
          severity: 'critical',
          certainty: 'likely',
          values: { secrets },
          evidence: [eventEvidence(event)],
          since: event.firstAt,
          pod,
        },
      ];
    }),
  );

/** Image that cannot be pulled: of the container, or of a volume, which the message names. */
function imageOf({ image, waiting }: ContainerRecord): string {
  const named = /image "([^"]+)"/.exec(waiting?.message ?? '')?.[1];
  return named && baseName(named) !== baseName(image) ? named : image;
}

function baseName(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1).split(/[:@]/)[0];
}

function isImageReason(reason: string): boolean {
  return CANNOT_PULL.includes(reason) || reason in BY_REASON;
}

/** Rule of a container, and whether only the event says why. */
function matchOf(
  { waiting }: ContainerRecord,
  failed: EventRecord | undefined,
): ImageMatch & { said?: boolean } {
  const { reason = '', message = '' } = waiting ?? {};
  const byReason = BY_REASON[reason];
  if (byReason) return { rule: byReason, certainty: 'certain' };
  const found = matchImageMessage(message);
  if (found) return found;
  // Between two attempts, the kubelet may report only that it waits.
  const said = failed && matchImageMessage(pullError(failed.message));
  if (said) return { ...said, said: true };
  return {
    rule: 'imagePullFailing',
    certainty: 'likely',
    said:
      failed !== undefined && /^Back-off pulling image "[^"]*"$/.test(message),
  };
}

/** The latest event about a pull of a container's image that failed. */
function failedPull(
  snapshot: DiagnosedWorkload,
  pod: PodRecord,
  container: ContainerRecord,
): EventRecord | undefined {
  return eventsOf(snapshot, pod, container).find(
    ({ reason, message }) =>
      reason === 'Failed' && message.startsWith('Failed to pull image'),
  );
}

function pullError(message: string): string {
  return message.replace(/^Failed to pull image "[^"]*": /, '');
}
