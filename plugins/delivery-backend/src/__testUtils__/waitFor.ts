import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 45_000;

/** Resolves with the value of a condition as soon as it has one; polls often. */
export async function waitFor<T>(
  what: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  /** Describes the actual state, for the error */
  instead: () => string = () => 'nothing',
): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > end) {
      throw new Error(
        `Timed out waiting for ${what}; the state is ${instead()}`,
      );
    }
    await sleep(20);
  }
}
