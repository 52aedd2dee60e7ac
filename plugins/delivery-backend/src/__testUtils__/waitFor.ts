import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 45_000;

/** Resolves with what a condition gives once it gives something; asks often. */
export async function waitFor<T>(
  what: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  /** Tells what there was instead, for the error */
  instead: () => string = () => 'nothing',
): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  for (;;) {
    const result = await condition();
    if (result) return result;
    if (Date.now() > end) {
      throw new Error(`Waited in vain for ${what}; there was ${instead()}`);
    }
    await sleep(20);
  }
}
