import type {
  ActionTarget,
  AnyAction,
} from '@fairway/backstage-plugin-delivery-common';
import { createHash, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

const slowHash = promisify<string, string, number, Buffer>(scrypt);

/**
 * Identifies what a request asks for: its target with the entity, and the whole action.
 * An idempotency key is valid for one digest. Values of `parameters` may be passwords,
 * which a stored digest could be tried against, so a slow hash replaces them.
 *
 * @param salt - makes equal parameters of two requests differ
 * @returns SHA-256 in hexadecimal digits
 */
export async function requestDigest(
  target: ActionTarget,
  action: AnyAction,
  salt: string,
): Promise<string> {
  const { parameters, ...rest } = action;
  const hidden =
    parameters === undefined
      ? ''
      : (await slowHash(stableJson(parameters), salt, 32)).toString('hex');
  return createHash('sha256')
    .update(stableJson([target, rest, hidden]))
    .digest('hex');
}

function stableJson(content: unknown): string {
  return JSON.stringify(content, (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );
}
