import type {
  FindingCertainty,
  FindingRule,
} from '@fairway/backstage-plugin-delivery-common';

/** A rule for the reason that a message about an image gives. */
export interface ImageMatch {
  rule: FindingRule;
  certainty: FindingCertainty;
}

/** Expressions that a message must all match, and its rule. */
type ImagePattern = [RegExp | RegExp[], FindingRule, FindingCertainty?];

// Messages of containerd, CRI-O, Docker and the registries. The order matters: several
// of them end in "not found" or "denied" for another reason.
const PATTERNS: ImagePattern[] = [
  [
    /no match for platform|no matching manifest for|no image found in (?:manifest list|image index) for architecture|does not match the (?:specified|detected) (?:platform|host)|cannot be used on this platform/i,
    'imageWrongPlatform',
  ],
  [/no space left on device/i, 'imageNoSpace'],
  [/toomanyrequests|too many requests|rate limit|\b429\b/i, 'imageRateLimited'],
  [/signature validation|signature was required/i, 'imageSignatureInvalid'],
  // The credential helper is missing on the node, not the image.
  [
    /docker-credential-\S+|error getting credentials|failed to get credentials/i,
    'imageUnauthorized',
    'likely',
  ],
  [
    /x509|tls: |certificate signed by unknown|server gave HTTP response to HTTPS client/i,
    'imageRegistryUntrusted',
  ],
  // Registries answer so also for an image that does not exist.
  [/does not exist or may require/i, 'imageUnauthorized', 'likely'],
  [
    /unauthorized|authentication required|no basic auth|access denied|denied:|forbidden|authorization failed|\b(?:status|code):? 40[13]\b/i,
    'imageUnauthorized',
  ],
  [
    /no such host|connection refused|i\/o timeout|deadline exceeded|network is unreachable|no route to host|connection reset|server misbehaving|\b50[0-4]\b|service unavailable|bad gateway/i,
    'imageRegistryUnreachable',
  ],
  [
    /blob unknown|blob_unknown|httpReadSeeker|failed to copy/i,
    'imageIncomplete',
    'likely',
  ],
  [[/\b(?:layer|blob)\b/i, /not found/i], 'imageIncomplete', 'likely'],
  [
    /manifest unknown|name unknown|name_unknown|404 not found/i,
    'imageNotFound',
  ],
  [
    [
      /manifest for|repository|failed to resolve|reading manifest/i,
      /not found/i,
    ],
    'imageNotFound',
  ],
  [/not found|notfound|\b404\b/i, 'imageNotFound', 'likely'],
  [/invalid reference format|couldn't parse image/i, 'imageNameInvalid'],
];

/** Rule for the message of a failed pull; undefined for an unknown message. */
export function matchImageMessage(message: string): ImageMatch | undefined {
  // The name of the image must not be mistaken for an error, for example api:404.
  const text = message
    .replace(/"[^"]*"/g, '')
    .replace(/\S+/g, word => (isImageName(word) ? '' : word));
  const found = PATTERNS.find(([pattern]) =>
    [pattern].flat().every(each => each.test(text)),
  );
  if (!found) return undefined;
  const [, rule, certainty = 'certain'] = found;
  return { rule, certainty };
}

/** Whether a word is the name of an image with a tag: `registry.example/api:404`. */
function isImageName(word: string): boolean {
  const slash = word.indexOf('/');
  const colon = word.lastIndexOf(':', word.length - 2);
  return slash > 0 && colon > slash + 1;
}
