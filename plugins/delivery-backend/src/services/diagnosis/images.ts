import type { FindingRule } from '@fairway/backstage-plugin-delivery-common';
import type { ContainerRecord } from '../../kubernetes';
import { containerField } from './evidence';
import type { Rule } from './Rule';
import {
  firstMatch,
  groupByRule,
  unhealthyContainers,
} from './podObservations';

/** Reasons of the kubelet for a missing image. */
const NO_IMAGE = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'ImageInspectError',
  'InvalidImageName',
  'RegistryUnavailable',
  'SignatureValidationFailed',
];

// Messages of containerd, CRI-O and the registries. A registry that requires a
// login also says "denied" for an image that does not exist, so "not found" is
// checked after it.
const PATTERNS: [RegExp, FindingRule][] = [
  [/toomanyrequests|too many requests|rate limit|\b429\b/i, 'imageRateLimited'],
  [
    /unauthorized|authentication required|no basic auth|access denied|denied:|forbidden|\b40[13]\b|authorization failed/i,
    'imageUnauthorized',
  ],
  [
    /no such host|connection refused|i\/o timeout|deadline exceeded|network is unreachable|connection reset|x509|tls:|server misbehaving|\b50[0-9]\b/i,
    'imageRegistryUnreachable',
  ],
  [
    /not found|notfound|manifest unknown|name unknown|\b404\b/i,
    'imageNotFound',
  ],
  [/invalid reference format|couldn't parse image/i, 'imageNameInvalid'],
];

/** Images that cannot be pulled, distinguished by the registry's message. */
export const images: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(({ pod, container }) => {
      const { reason = '', message = '' } = container.waiting ?? {};
      if (!NO_IMAGE.includes(reason)) return [];
      const rule = ruleOf(container);
      const field = 'state.waiting';
      const value = message ? `${reason}: ${message}` : reason;
      return {
        rule,
        severity: 'critical',
        // Between two attempts, the kubelet may report only that it waits.
        certainty: rule === 'imagePullFailing' ? 'likely' : 'certain',
        values: {
          image: container.image,
          ...(rule === 'imagePullFailing' && { message: message || reason }),
        },
        evidence: [containerField(pod, container, { field, value })],
        since: pod.since,
        pod,
      };
    }),
  );

function ruleOf({ waiting }: ContainerRecord): FindingRule {
  const { reason, message = '' } = waiting ?? {};
  if (reason === 'InvalidImageName') return 'imageNameInvalid';
  if (reason === 'ErrImageNeverPull') return 'imageNotOnNode';
  if (reason === 'RegistryUnavailable') return 'imageRegistryUnreachable';
  // The name of the image must not be mistaken for an error, for example api:404.
  const text = message
    .replace(/"[^"]*"/g, '')
    .replace(/\S+/g, word => (isImageName(word) ? '' : word));
  return firstMatch(PATTERNS, text) ?? 'imagePullFailing';
}

/** Whether a word is the name of an image with a tag: `registry.example/api:404`. */
function isImageName(word: string): boolean {
  const slash = word.indexOf('/');
  const colon = word.lastIndexOf(':', word.length - 2);
  return slash > 0 && colon > slash + 1;
}
