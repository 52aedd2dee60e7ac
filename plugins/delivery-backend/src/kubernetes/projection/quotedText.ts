// A text from outside may contain a credential: in a URL with a password, in a
// header, in the last output of a program.
const CREDENTIALS: [RegExp, string][] = [
  [/\b(\w+:\/\/[^\s/:@]*:)[^\s/@]+@/g, '$1***@'],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '***'],
  [/(?:gh[opsu]|glpat|xox[abprs])[_-][\w-]{16}[\w-]*/g, '***'],
];

/** A name and what separates it from its value. */
const ASSIGNMENT = /(?<![\w-])([\w-]+)["']?\s*[=:]\s*/g;
const VALUE = /"[^"]*"|'[^']*'|[^\s,;&"']+/y;
const SECRET_NAME =
  /(?:password|passwd|secret|token|api[-_]?key|access[-_]?key|credential)s?$/i;

/** A text from outside, with everything masked that looks like a credential. */
export function maskCredentials(text: string): string {
  const masked = CREDENTIALS.reduce(
    (before, [pattern, mask]) => before.replace(pattern, mask),
    text.replace(/[\w.-]+/g, maskToken),
  );
  return maskAssignments(masked);
}

/** A word, with a JSON Web Token at its end masked. */
function maskToken(word: string): string {
  const start = word.search(/\beyJ[\w-]{8}/);
  return start >= 0 && word.lastIndexOf('.') > start
    ? `${word.slice(0, start)}***`
    : word;
}

// Two expressions, because one that contains both the name and the value is quadratic.
function maskAssignments(text: string): string {
  let masked = '';
  let from = 0;
  for (const { 0: assignment, 1: name, index } of text.matchAll(ASSIGNMENT)) {
    if (index < from || !SECRET_NAME.test(name)) continue;
    VALUE.lastIndex = index + assignment.length;
    const value = VALUE.exec(text)?.[0];
    if (value === undefined) continue;
    masked += `${text.slice(from, index)}${assignment}***`;
    from = index + assignment.length + value.length;
  }
  return masked + text.slice(from);
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
