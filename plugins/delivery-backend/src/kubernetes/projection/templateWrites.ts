import type { Metadata } from './objectSchema';
import type { FieldWrite, WorkloadRecord } from './records';

/**
 * Last writes to a pod template, to an image in it and to the number of pods, each
 * by the newest manager that owns such a field. The time is that of the manager's
 * last write to any field, so it is an upper bound.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function templateWrites({ managedFields }: Metadata): {
  imageSetBy?: FieldWrite;
  templateSetBy?: FieldWrite;
  replicasSetBy?: WorkloadRecord['replicasSetBy'];
} {
  const owners = (
    path: string[],
    owns = (field: unknown) => isPresent(field),
  ) =>
    managedFields
      .filter(({ subresource }) => !subresource || subresource === 'scale')
      .filter(({ fieldsV1 }) => owns(path.reduce(child, fieldsV1)));
  const newest = (...field: Parameters<typeof owners>) =>
    owners(...field)
      .flatMap(({ manager, time }): FieldWrite[] =>
        manager && time ? [{ manager, at: time }] : [],
      )
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .at(-1);
  const replicas = ['f:spec', 'f:replicas'];
  // A write through the scale subresource may have no time.
  const [undated] = owners(replicas).flatMap(({ manager }) =>
    manager ? { manager } : [],
  );
  return {
    imageSetBy: newest(['f:spec', 'f:template'], ownsImage),
    templateSetBy: newest(['f:spec', 'f:template']),
    replicasSetBy: newest(replicas) ?? undated,
  };
}

function isPresent(field: unknown): boolean {
  return field !== undefined;
}

function ownsImage(template: unknown): boolean {
  const containers = ['f:spec', 'f:containers'].reduce(child, template);
  return (
    isObject(containers) &&
    Object.values(containers).some(
      container => child(container, 'f:image') !== undefined,
    )
  );
}

function child(fields: unknown, name: string): unknown {
  return isObject(fields) ? fields[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
