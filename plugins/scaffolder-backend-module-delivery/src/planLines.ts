import { HIDDEN } from '@fairway/backstage-plugin-delivery-common';
import type {
  FieldChange,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';

const words = {
  create: 'created',
  update: 'updated',
  unchanged: 'unchanged',
  delete: 'deleted',
  refused: 'refused',
};

/** Changed fields of one object in the log. */
const MAX_FIELDS = 20;
const MAX_VALUE_LENGTH = 200;

/**
 * A plan in lines of a log: one for each object and one for each changed field. Others
 * may read the log of a task, so it has no value of a Secret, and no value of which
 * the plan hides a part.
 */
export function planLines(objects: PlannedObject[]): string[] {
  return objects.flatMap(object => {
    const { kind, namespace, name, result, refusal, changes } = object;
    const fields =
      changes.length === 1 ? '1 field' : `${changes.length} fields`;
    const number = result === 'update' ? ` (${fields})` : '';
    const why = refusal ? `: ${refusal.message}` : '';
    const line = `${kind} ${namespace}/${name} ${words[result]}${number}${why}`;
    return result === 'update' ? [line, ...fieldLines(kind, changes)] : [line];
  });
}

function fieldLines(kind: string, changes: FieldChange[]): string[] {
  const left = changes.length - MAX_FIELDS;
  return [
    ...changes
      .slice(0, MAX_FIELDS)
      .map(change => `  ${change.path}: ${valuesOf(kind, change)}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}

function valuesOf(kind: string, { before, after }: FieldChange): string {
  const isHidden = [before, after].some(value => value?.includes(HIDDEN));
  if (kind === 'Secret' || isHidden) return 'hidden';
  return `${inOneLine(before)} → ${inOneLine(after)}`;
}

function inOneLine(value: string | undefined): string {
  if (value === undefined) return '(none)';
  const line = value.replace(/\s*\n\s*/g, ' ⏎ ');
  return line.length > MAX_VALUE_LENGTH
    ? `${line.slice(0, MAX_VALUE_LENGTH)}…`
    : line;
}

/** Objects that are refused. */
export function refusedObjects(objects: PlannedObject[]): PlannedObject[] {
  return objects.filter(({ result }) => result === 'refused');
}

/** kubectl commands that delete the created objects: one for each namespace. */
export function undoCommands(objects: PlannedObject[]): string[] {
  const created = new Map<string, string[]>();
  for (const { kind, namespace, name, result } of objects) {
    if (result !== 'create' || kind === 'Namespace') continue;
    const before = created.get(namespace) ?? [];
    created.set(namespace, [...before, `${kind.toLowerCase()}/${name}`]);
  }
  return [...created].map(
    ([namespace, names]) =>
      `kubectl --namespace ${namespace} delete ${names.join(' ')}`,
  );
}
