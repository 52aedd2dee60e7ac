import type { Metadata } from './objectSchema';
import type { FieldWrite } from './records';

/**
 * Who last wrote to a pod template, and who last set an image in it: the newest
 * manager that owns such a field. A time is that of the manager's last write,
 * whatever it wrote, so it is an upper bound.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function templateWrites({ managedFields }: Metadata): {
  imageSetBy?: FieldWrite;
  templateSetBy?: FieldWrite;
} {
  const newest = (owns: (template: unknown) => boolean) =>
    managedFields
      .filter(({ subresource, fieldsV1 }) => {
        const template = ['f:spec', 'f:template'].reduce(child, fieldsV1);
        return !subresource && template !== undefined && owns(template);
      })
      .flatMap(({ manager, time }): FieldWrite[] =>
        manager && time ? [{ manager, at: time }] : [],
      )
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .at(-1);
  return { imageSetBy: newest(ownsImage), templateSetBy: newest(() => true) };
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
