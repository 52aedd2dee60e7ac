import type { Metadata } from './objectSchema';

/**
 * When the image of a pod template was last set, by the newest manager that
 * owns an image in it. A time is that of the manager's last write, whatever it
 * wrote, so this is an upper bound.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function imageSetAt({ managedFields }: Metadata): string | undefined {
  return managedFields
    .filter(entry => !entry.subresource && ownsImage(entry.fieldsV1))
    .flatMap(entry => entry.time ?? [])
    .sort()
    .at(-1);
}

function ownsImage(fields: unknown): boolean {
  const containers = ['f:spec', 'f:template', 'f:spec', 'f:containers'].reduce(
    child,
    fields,
  );
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
