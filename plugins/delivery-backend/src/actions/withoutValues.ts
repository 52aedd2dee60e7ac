import type { AnyAction } from '@fairway/backstage-plugin-delivery-common';
import { isObject } from '../services';
import type { ValueHasher } from './ValueHasher';

/**
 * The action for the audit log: hashes instead of the values of its `parameters`, any
 * of which may be secret.
 */
export function withoutValues(
  action: AnyAction,
  hasher: ValueHasher,
): AnyAction {
  const { kind, parameters } = action;
  if (!isObject(parameters)) return action;
  const hashed = Object.entries(parameters).map(([name, value]) => [
    name,
    hasher.hash([kind, 'parameters', name], JSON.stringify(value) ?? ''),
  ]);
  return { ...action, parameters: Object.fromEntries(hashed) };
}
