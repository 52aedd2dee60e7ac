import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ActionRecord,
  ActionRequest,
} from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';
import type { DeliveryClient } from './DeliveryClient';

/**
 * Asks for what does no harm a second time. A key leads to what an attempt
 * before has come to; where that is not done, another may follow.
 *
 * @throws Error in the delivery plugin's own words, when it is not done
 */
export async function applyWithRetry(
  delivery: Pick<DeliveryClient, 'act'>,
  request: ActionRequest,
  credentials: BackstageCredentials,
  signal?: AbortSignal,
): Promise<ActionRecord> {
  let record = await delivery.act(request, credentials, signal);
  while (record.state !== 'done') {
    const idempotencyKey = keyOf(request.idempotencyKey, record.id);
    record = await delivery.act(
      { ...request, idempotencyKey },
      credentials,
      signal,
    );
  }
  return record;
}

/** The same for the same step of the same task, whatever becomes of the portal meanwhile. */
export function keyOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
