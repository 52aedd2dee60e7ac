import { isError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 2_000;

/** Says a line to who waits. */
export type Tell = (line: string) => void;

/**
 * Asks until there is an answer.
 *
 * @param ask - undefined where it is not time yet
 * @throws Error in the words of `tooLate` when time is up
 */
export async function waitFor<T>(
  ask: () => Promise<T | undefined>,
  options: { seconds: number; signal?: AbortSignal; tooLate: () => string },
): Promise<T> {
  const { seconds, signal, tooLate } = options;
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() + POLL_MS > until) throw new Error(tooLate());
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** Undefined while the answer cannot be had, which is told once: a server may be starting. */
export function retryWhileUnavailable<T>(
  ask: () => Promise<T>,
  tell: Tell,
): () => Promise<T | undefined> {
  let told = '';
  return async () => {
    try {
      return await ask();
    } catch (error) {
      if (!isError(error) || error.name !== 'ServiceUnavailableError') {
        throw error;
      }
      if (told !== error.message) tell(error.message);
      told = error.message;
      return undefined;
    }
  };
}
