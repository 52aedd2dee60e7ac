// A text from outside may contain a credential: in a URL with a password, in a
// header, in the last output of a program.
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

/** A text from outside, with everything masked that looks like a credential. */
export function maskCredentials(text: string): string {
  return CREDENTIALS.reduce(
    (masked, [pattern, mask]) => masked.replace(pattern, mask),
    text,
  );
}

/** Beginning of a text, where Kubernetes puts the subject. */
export function quotedStart(text: string, length: number): string {
  const masked = maskCredentials(text.trim());
  return masked.length > length ? `${masked.slice(0, length - 1)}…` : masked;
}

/** End of a text, where a program puts the reason for its end. */
export function quotedEnd(text: string, length: number): string {
  const masked = maskCredentials(text.trim());
  return masked.length > length ? `…${masked.slice(1 - length)}` : masked;
}
