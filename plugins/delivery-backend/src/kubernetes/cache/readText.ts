import { SilenceWatchdog } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterResponse } from '../access/ClusterAccess';
import { ClusterUnreachableError } from '../access/ClusterUnreachableError';

/**
 * Reads a whole answer.
 *
 * @throws ClusterUnreachableError when the cluster goes silent
 */
export async function readText(
  options: {
    cluster: string;
    clock: Clock;
    silenceLimitMs: number;
    signal: AbortSignal;
  },
  send: (signal: AbortSignal) => Promise<ClusterResponse>,
): Promise<{ status: number; text: string; retryAfter?: number }> {
  const watchdog = SilenceWatchdog.start({
    clock: options.clock,
    limitMs: options.silenceLimitMs,
    signal: options.signal,
  });
  try {
    const { status, retryAfter, body } = await send(watchdog.signal);
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      watchdog.heard();
      text += decoder.decode(chunk, { stream: true });
    }
    return { status, retryAfter, text: text + decoder.decode() };
  } catch (error) {
    if (watchdog.isSilent) {
      throw new ClusterUnreachableError(
        `Cluster '${options.cluster}' cannot be reached: it accepted the request and went silent`,
      );
    }
    throw error;
  } finally {
    watchdog.stop();
  }
}
