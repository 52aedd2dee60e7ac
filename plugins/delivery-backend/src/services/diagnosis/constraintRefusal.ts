/** A field of a pod that no security context constraint of OpenShift allows. */
export type RefusedField = { field: string; problem: string };

const MARKER = 'unable to validate against any security context constraint';

/**
 * Parses the message of OpenShift for a pod that no security context constraint allows:
 * the fields to change. Constraints that the service account may not use say nothing
 * about the fields. Undefined for another message.
 */
export function readConstraintRefusal(
  message: string,
): RefusedField[] | undefined {
  const start = message.indexOf(MARKER);
  if (start < 0) return undefined;
  const parts = message.slice(start + MARKER.length).split(': Invalid value: ');
  const fields = parts.slice(1).map((part, index) => ({
    field: fieldAtEnd(parts[index]),
    problem: problemIn(part, index < parts.length - 2),
  }));
  const keys = fields.map(({ field, problem }) => `${field} ${problem}`);
  return fields.filter((_, index) => keys.indexOf(keys[index]) === index);
}

function fieldAtEnd(text: string): string {
  const word = text.slice(text.lastIndexOf(' ') + 1);
  return word.replace(/^[[.]+/, '');
}

/** What is wrong with a value: the text after it, up to the next constraint or field. */
function problemIn(text: string, isFollowed: boolean): string {
  const [problem] = text.slice(text.indexOf(': ') + 2).split(', provider ');
  const isCut = problem.length < text.length - text.indexOf(': ') - 2;
  const end = isFollowed && !isCut ? problem.lastIndexOf(', ') : -1;
  return withoutListEnd(end < 0 ? problem : problem.slice(0, end));
}

function withoutListEnd(text: string): string {
  const opened = text.split('[').length;
  const closed = text.split(']').length;
  return closed > opened && text.endsWith(']') ? text.slice(0, -1) : text;
}
