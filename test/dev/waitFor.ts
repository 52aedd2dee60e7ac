import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Resolves once a condition holds.
 *
 * @throws Error that says what was waited for, after the time
 */
export async function waitFor(
  what: string,
  condition: () => Promise<boolean> | boolean,
  {
    timeoutMs = 60_000,
    signal,
    lastWords = () => '',
  }: {
    timeoutMs?: number;
    signal?: AbortSignal;
    /** What to say besides, when the time is over */
    lastWords?: () => string;
  } = {},
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    signal?.throwIfAborted();
    if (Date.now() > end) {
      throw new Error(
        `Waited ${timeoutMs / 1000} s in vain for ${what}\n${lastWords()}`.trimEnd(),
      );
    }
    await sleep(100);
  }
}

/** Whether an address answers with success. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
