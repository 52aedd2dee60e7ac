import { HIDDEN } from '@fairway/backstage-plugin-delivery-common';
import type {
  FieldChange,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';

const words = {
  create: 'comes',
  update: 'changes',
  unchanged: 'stays as it is',
  delete: 'is deleted',
  refused: 'is refused',
};

/** Of an object that changes; a log is read by people. */
const MOST_FIELDS = 20;
const LONGEST_VALUE = 200;

/**
 * What becomes of objects: a line each, and one for each field that changes. A
 * task's log is kept and may be read by others, so that no value of a Secret is in
 * it, nor one of which the plan hides a part.
 */
export function planLines(objects: PlannedObject[]): string[] {
  return objects.flatMap(object => {
    const { kind, namespace, name, result, reason, changes } = object;
    const fields =
      changes.length === 1 ? '1 field' : `${changes.length} fields`;
    const number = result === 'update' ? ` in ${fields}` : '';
    const why = reason === undefined ? '' : `: ${reason}`;
    const line = `${kind} ${namespace}/${name} ${words[result]}${number}${why}`;
    return result === 'update' ? [line, ...fieldLines(kind, changes)] : [line];
  });
}

function fieldLines(kind: string, changes: FieldChange[]): string[] {
  const left = changes.length - MOST_FIELDS;
  return [
    ...changes
      .slice(0, MOST_FIELDS)
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
  if (value === undefined) return '(nothing)';
  const line = value.replace(/\s*\n\s*/g, ' ⏎ ');
  return line.length > LONGEST_VALUE
    ? `${line.slice(0, LONGEST_VALUE)}…`
    : line;
}

/** Those that keep a plan from being possible. */
export function refusedOf(objects: PlannedObject[]): PlannedObject[] {
  return objects.filter(({ result }) => result === 'refused');
}

/** What takes away again what comes, for who does not go on: a line a namespace. */
export function undoCommands(objects: PlannedObject[]): string[] {
  const come = new Map<string, string[]>();
  for (const { kind, namespace, name, result } of objects) {
    if (result !== 'create' || kind === 'Namespace') continue;
    const before = come.get(namespace) ?? [];
    come.set(namespace, [...before, `${kind.toLowerCase()}/${name}`]);
  }
  return [...come].map(
    ([namespace, names]) =>
      `kubectl --namespace ${namespace} delete ${names.join(' ')}`,
  );
}
