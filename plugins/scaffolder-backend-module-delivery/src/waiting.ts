import { isError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 2_000;

/** Writes a line to the log of the task. */
export type Log = (line: string) => void;

/**
 * Polls until there is a result.
 *
 * @param poll - returns the result, or undefined to try again
 * @throws Error with the message of `timeoutMessage` after `seconds`
 */
export async function waitFor<T>(
  poll: () => Promise<T | undefined>,
  options: {
    seconds: number;
    signal?: AbortSignal;
    timeoutMessage: () => string;
  },
): Promise<T> {
  const { seconds, signal, timeoutMessage } = options;
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const result = await poll();
    if (result !== undefined) return result;
    if (Date.now() + POLL_MS > until) throw new Error(timeoutMessage());
    await sleep(POLL_MS, undefined, { signal });
  }
}

/**
 * Wraps a request so that it returns undefined while the server is unavailable. Each
 * new error message is logged once.
 */
export function retryWhileUnavailable<T>(
  request: () => Promise<T>,
  log: Log,
): () => Promise<T | undefined> {
  let logged = '';
  return async () => {
    try {
      return await request();
    } catch (error) {
      if (!isError(error) || error.name !== 'ServiceUnavailableError') {
        throw error;
      }
      if (logged !== error.message) log(error.message);
      logged = error.message;
      return undefined;
    }
  };
}
