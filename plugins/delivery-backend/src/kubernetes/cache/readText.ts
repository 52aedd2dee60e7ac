import {
  clusterProblem,
  SilenceWatchdog,
} from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterResponse } from '../access/ClusterAccess';
import { ClusterUnreachableError } from '../access/ClusterUnreachableError';

/** Options of a read of an answer. */
export interface ReadOptions {
  cluster: string;
  clock: Clock;
  /** Milliseconds without a byte after which the connection counts as dead */
  silenceLimitMs: number;
  signal: AbortSignal;
}

/**
 * Reads a whole answer.
 *
 * @throws ClusterUnreachableError when the cluster goes silent
 */
export async function readText(
  options: ReadOptions,
  send: (signal: AbortSignal) => Promise<ClusterResponse>,
): Promise<{ status: number; text: string; retryAfter?: number }> {
  let text = '';
  const answer = await readBody(options, send, part => {
    text += part;
  });
  return { ...answer, text };
}

/**
 * Reads an answer in parts, as they arrive.
 *
 * @throws ClusterUnreachableError when the cluster goes silent
 */
export async function readBody(
  options: ReadOptions,
  send: (signal: AbortSignal) => Promise<ClusterResponse>,
  onText: (text: string) => void,
): Promise<{ status: number; retryAfter?: number }> {
  const watchdog = SilenceWatchdog.start({
    clock: options.clock,
    limitMs: options.silenceLimitMs,
    signal: options.signal,
  });
  try {
    const { status, retryAfter, body } = await send(watchdog.signal);
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      watchdog.heard();
      onText(decoder.decode(chunk, { stream: true }));
    }
    onText(decoder.decode());
    return { status, retryAfter };
  } catch (error) {
    if (watchdog.isSilent) {
      throw new ClusterUnreachableError(
        clusterProblem('silentRequest', { cluster: options.cluster }),
      );
    }
    throw error;
  } finally {
    watchdog.stop();
  }
}
