import type {
  ActionTarget,
  AnyAction,
} from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';

/**
 * Identifies what a request asks for, to recognise the same request by its
 * idempotency key. Values of `parameters` are left out: they may be passwords, which
 * a stored digest could be tried against.
 *
 * @returns SHA-256 in hexadecimal digits
 */
export function requestDigest(target: ActionTarget, action: AnyAction): string {
  const { parameters: _, ...rest } = action;
  const sorted = JSON.stringify([target, rest], (__, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );
  return createHash('sha256').update(sorted).digest('hex');
}
