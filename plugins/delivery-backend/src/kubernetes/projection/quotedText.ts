// What comes from outside may carry a credential: an address with a password,
// a header, a line that a program wrote as it died.
const CREDENTIALS: [RegExp, string][] = [
  [/(\w+:\/\/[^\s/:@]*:)[^\s/@]+@/g, '$1***@'],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
  [/\beyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?/g, '***'],
  [
    /\b([\w-]*(?:password|passwd|secret|token|api[-_]?key|access[-_]?key|credential)s?["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&"']+)/gi,
    '$1***',
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '***'],
  [/\b(?:gh[opsu]|glpat|xox[abprs])[_-][\w-]{16,}/g, '***'],
];

/** A text from outside without what looks like a credential in it. */
export function maskCredentials(text: string): string {
  return CREDENTIALS.reduce(
    (masked, [pattern, mask]) => masked.replace(pattern, mask),
    text,
  );
}

/** The beginning of a text, where Kubernetes says what it is about. */
export function quotedStart(text: string, length: number): string {
  const masked = maskCredentials(text.trim());
  return masked.length > length ? `${masked.slice(0, length - 1)}…` : masked;
}

/** The end of a text, where a program says why it died. */
export function quotedEnd(text: string, length: number): string {
  const masked = maskCredentials(text.trim());
  return masked.length > length ? `…${masked.slice(1 - length)}` : masked;
}
