import type { ClusterResponse } from '../access/ClusterAccess';
import { ClusterUnreachableError } from '../access/ClusterUnreachableError';
import type { Clock } from '../../Clock';
import { watchSilence } from './silence';

/** Reads a whole answer, or gives up when the cluster goes silent. */
export async function readText(
  options: {
    cluster: string;
    clock: Clock;
    silenceLimitMs: number;
    signal: AbortSignal;
  },
  send: (signal: AbortSignal) => Promise<ClusterResponse>,
): Promise<{ status: number; text: string; retryAfter?: number }> {
  const silence = watchSilence(options);
  try {
    const { status, retryAfter, body } = await send(silence.signal);
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      silence.heard();
      text += decoder.decode(chunk, { stream: true });
    }
    return { status, retryAfter, text: text + decoder.decode() };
  } catch (error) {
    if (silence.isSilent()) {
      throw new ClusterUnreachableError(
        `Cluster '${options.cluster}' cannot be reached: it accepted the request and went silent`,
      );
    }
    throw error;
  } finally {
    silence.stop();
  }
}
