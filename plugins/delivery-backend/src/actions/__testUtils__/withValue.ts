import type { GuardedManifest } from '@fairway/backstage-plugin-delivery-node';
import { isObject } from '../guards/references/valuesAt';

/** A copy of a manifest with a value at a path, such as `spec.volumes[].secret.secretName`. */
export function withValue(
  manifest: GuardedManifest,
  path: string,
  value: unknown,
): GuardedManifest {
  const [first, ...rest] = path.split('.');
  const fields: Record<string, unknown> = { ...manifest };
  return {
    ...manifest,
    [nameOf(first)]: valueAt(fields[nameOf(first)], [first, ...rest], value),
  };
}

function valueAt(
  before: unknown,
  [step, ...rest]: string[],
  value: unknown,
): unknown {
  const isList = step.endsWith('[]');
  const item = isList && Array.isArray(before) ? before[0] : before;
  const [next] = rest;
  const after =
    next === undefined
      ? value
      : {
          ...(isObject(item) && item),
          [nameOf(next)]: valueAt(
            isObject(item) ? item[nameOf(next)] : undefined,
            rest,
            value,
          ),
        };
  return isList ? [after] : after;
}

function nameOf(step: string): string {
  return step.replace(/\[\]$/, '');
}
