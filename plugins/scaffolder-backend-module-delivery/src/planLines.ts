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

/** Fields whose values are in the log; all other values may be configuration. */
const WITH_VALUES = /\.(image|replicas|minReplicas|maxReplicas)$/;

/**
 * A plan in lines of a log: one for each object and one for each changed field. The log
 * of a task is stored and others may read it, so it has values of images and numbers of
 * replicas only.
 */
export function planLines(objects: PlannedObject[]): string[] {
  return objects.flatMap(object => {
    const { kind, namespace, name, result, refusal, changes } = object;
    const fields =
      changes.length === 1 ? '1 field' : `${changes.length} fields`;
    const number = result === 'update' ? ` (${fields})` : '';
    const why = refusal ? `: ${refusal.message}` : '';
    const line = `${kind} ${namespace}/${name} ${words[result]}${number}${why}`;
    return result === 'update' ? [line, ...fieldLines(changes)] : [line];
  });
}

function fieldLines(changes: FieldChange[]): string[] {
  const left = changes.length - MAX_FIELDS;
  return [
    ...changes
      .slice(0, MAX_FIELDS)
      .map(change => `  ${change.path}: ${describeChange(change)}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}

function describeChange({ path, before, after }: FieldChange): string {
  if (WITH_VALUES.test(path)) {
    return `${before ?? '(none)'} → ${after ?? '(none)'}`;
  }
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
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
