import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ApplyStep } from './ApplyStep';

/** Time within which new RoleBindings take effect, in ms. */
const NEW_RIGHTS_MS = 5_000;
const RETRY_MS = 200;
/** The message for a missing right; an exceeded quota is 403 too. */
const NO_RIGHT = / cannot \w+ resource /;

/**
 * Executes a step in a namespace in which the same action has created RoleBindings: the
 * API server applies them a moment later.
 */
export async function executeWithNewRights(
  { execute }: Pick<ApplyStep, 'execute'>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): ReturnType<ApplyStep['execute']> {
  const until = clock.now() + NEW_RIGHTS_MS;
  let answer = await execute(signal);
  while (
    'status' in answer &&
    answer.status === 403 &&
    NO_RIGHT.test(answer.text) &&
    clock.now() < until &&
    !signal.aborted
  ) {
    await clock.delay(RETRY_MS, signal);
    answer = await execute(signal);
  }
  return answer;
}
