import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Resolves as soon as a condition holds.
 *
 * @throws Error that names the condition, after the timeout
 */
export async function waitFor(
  what: string,
  condition: () => Promise<boolean> | boolean,
  {
    timeoutMs = 60_000,
    signal,
    details = () => '',
  }: {
    timeoutMs?: number;
    signal?: AbortSignal;
    /** Additional text of the error */
    details?: () => string;
  } = {},
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    signal?.throwIfAborted();
    if (Date.now() > end) {
      throw new Error(
        `Timed out after ${timeoutMs / 1000} s waiting for ${what}\n${details()}`.trimEnd(),
      );
    }
    await sleep(100);
  }
}

/** Whether a URL answers with a success status. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
