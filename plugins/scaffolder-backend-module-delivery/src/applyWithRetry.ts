import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ActionRecord,
  ActionRequest,
} from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** States of an action that is not over. */
const UNSETTLED: ActionRecord['state'][] = ['pending', 'queued'];
/** Time between two looks at an action that is not over, in ms. */
const PAUSE_MS = 2_000;
/** Attempts at an action that fails. */
const MAX_ATTEMPTS = 3;

/** Client of the delivery plugin, as much of it as {@link applyWithRetry} needs. */
export interface ActionClient {
  act(
    request: ActionRequest,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ActionRecord>;
  action(
    id: string,
    credentials: BackstageCredentials,
    signal?: AbortSignal,
  ): Promise<ActionRecord>;
}

/**
 * Performs an action that may be done twice without harm. The idempotency key finds the
 * result of an earlier attempt: one that is not over is followed until the portal knows
 * its outcome, and one that was rejected or failed is tried again under a new key.
 *
 * @throws Error with the message of the delivery plugin when it is not done
 */
export async function applyWithRetry(
  client: ActionClient,
  request: ActionRequest,
  credentials: BackstageCredentials,
  signal?: AbortSignal,
): Promise<ActionRecord> {
  let { idempotencyKey } = request;
  for (let attempt = 1; ; attempt++) {
    const requested = await client.act(
      { ...request, idempotencyKey },
      credentials,
      signal,
    );
    const record = await settled(client, requested, credentials, signal);
    if (record.state === 'succeeded') return record;
    if (attempt === MAX_ATTEMPTS) throw new Error(messageOf(record));
    idempotencyKey = keyOf(idempotencyKey, record.id);
  }
}

/** The record once its outcome is known; the portal gives every action one. */
async function settled(
  client: ActionClient,
  requested: ActionRecord,
  credentials: BackstageCredentials,
  signal?: AbortSignal,
): Promise<ActionRecord> {
  let record = requested;
  while (UNSETTLED.includes(record.state)) {
    await sleep(PAUSE_MS, undefined, { signal });
    record = await client.action(record.id, credentials, signal);
  }
  return record;
}

function messageOf({ id, state, outcome, refusals }: ActionRecord): string {
  const texts = refusals.map(({ message }) => message);
  return (
    [...texts, ...(outcome ? [outcome.message] : [])].join('; ') ||
    `Action ${id} has the state '${state}'`
  );
}

/** The same key for the same step of the same task, also after a restart of the portal. */
export function keyOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
