/** A value of an object, and where it is. */
export interface FieldValue {
  /** Path of the field, such as `spec.volumes[0].secret.secretName` */
  field: string;
  value: unknown;
}

/**
 * Values at a path of an object. A name with `[]` stands for all items of a list. Fields
 * that do not exist, or are null, have no value.
 *
 * @param path - such as `spec.volumes[].secret.secretName`; empty for the object itself
 * @param at - field of the object itself, as prefix
 */
export function valuesAt(object: unknown, path: string, at = ''): FieldValue[] {
  let found: FieldValue[] = [{ field: at, value: object }];
  for (const step of path === '' ? [] : path.split('.')) {
    found = found.flatMap(each => valuesOfStep(each, step));
  }
  return found.filter(({ value }) => value !== undefined && value !== null);
}

function valuesOfStep(
  { field, value }: FieldValue,
  step: string,
): FieldValue[] {
  const isList = step.endsWith('[]');
  const name = isList ? step.slice(0, -2) : step;
  if (!isObject(value) || !Object.hasOwn(value, name)) return [];
  const child = {
    field: field ? `${field}.${name}` : name,
    value: value[name],
  };
  if (!isList) return [child];
  return Array.isArray(child.value)
    ? child.value.map((item: unknown, index) => ({
        field: `${child.field}[${index}]`,
        value: item,
      }))
    : [];
}

/** Whether a value is an object with fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
