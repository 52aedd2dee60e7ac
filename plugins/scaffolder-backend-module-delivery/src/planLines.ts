import type { PlannedObject } from '@fairway/backstage-plugin-delivery-common';

const words = {
  create: 'comes',
  update: 'changes',
  unchanged: 'stays as it is',
  delete: 'is deleted',
  refused: 'is refused',
};

/** What becomes of objects, a line each. */
export function planLines(objects: PlannedObject[]): string[] {
  return objects.map(({ kind, namespace, name, result, reason, changes }) => {
    const number = result === 'update' ? ` in ${changes.length} fields` : '';
    const why = reason === undefined ? '' : `: ${reason}`;
    return `${kind} ${namespace}/${name} ${words[result]}${number}${why}`;
  });
}

/** Those that keep a plan from being possible. */
export function refusedOf(objects: PlannedObject[]): PlannedObject[] {
  return objects.filter(({ result }) => result === 'refused');
}

/** What takes away again what comes, for who does not go on: a line a namespace. */
export function takingBack(objects: PlannedObject[]): string[] {
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
