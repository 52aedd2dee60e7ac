import { z } from 'zod';
import {
  clusterProblem,
  SilenceWatchdog,
} from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAccess } from '../access/ClusterAccess';
import { ClusterUnreachableError } from '../access/ClusterUnreachableError';
import { ClusterAnswerError, answerError } from './ClusterAnswerError';

const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']),
  object: z.looseObject({
    metadata: z.looseObject({ resourceVersion: z.string() }),
  }),
});

const errorEventSchema = z.object({
  type: z.literal('ERROR'),
  object: z.object({ code: z.number().int(), message: z.string().optional() }),
});

/** An event of a watch. */
export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  object: unknown;
  resourceVersion: string;
}

/**
 * Events of one watch, until the API server ends it.
 *
 * @throws ResourceExpiredError when the API server no longer knows the resource
 * version, ClusterAnswerError and ClusterUnreachableError otherwise
 */
export async function* watchEvents(options: {
  access: ClusterAccess;
  cluster: string;
  resource: string;
  path: string;
  resourceVersion: string;
  timeoutSeconds: number;
  silenceLimitMs: number;
  clock: Clock;
  signal: AbortSignal;
  /** Is called when the API server accepts the watch */
  onOpen(): void;
}): AsyncIterable<WatchEvent> {
  const { access, cluster, resource } = options;
  const watchdog = SilenceWatchdog.start({
    clock: options.clock,
    limitMs: options.silenceLimitMs,
    signal: options.signal,
  });
  const connection = new AbortController();
  try {
    const response = await access.get(cluster, {
      path: options.path,
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion: options.resourceVersion,
        timeoutSeconds: String(options.timeoutSeconds),
      },
      signal: AbortSignal.any([watchdog.signal, connection.signal]),
    });
    if (response.status !== 200) {
      let text = '';
      const decoder = new TextDecoder();
      for await (const chunk of response.body) text += decoder.decode(chunk);
      throw answerError({ cluster, resource, ...response, text });
    }
    options.onOpen();
    for await (const line of lines(response.body, () => watchdog.heard())) {
      yield parseEvent(cluster, resource, line);
    }
  } catch (error) {
    if (watchdog.isSilent) {
      throw new ClusterUnreachableError(
        clusterProblem('silentWatch', { cluster }),
      );
    }
    throw error;
  } finally {
    watchdog.stop();
    connection.abort();
  }
}

// Text after the last line break was cut off by a broken connection; the next
// watch sends it again.
async function* lines(
  body: AsyncIterable<Uint8Array>,
  onBytes: () => void,
): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    onBytes();
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      if (line.trim()) yield line;
    }
  }
}

function parseEvent(
  cluster: string,
  resource: string,
  line: string,
): WatchEvent {
  const parsed = parseJson(line);
  const event = eventSchema.safeParse(parsed);
  if (event.success) {
    const { type, object } = event.data;
    return { type, object, resourceVersion: object.metadata.resourceVersion };
  }
  const failure = errorEventSchema.safeParse(parsed);
  if (failure.success) {
    const { code } = failure.data.object;
    throw answerError({
      cluster,
      resource,
      status: code,
      text: JSON.stringify(failure.data.object),
    });
  }
  throw new ClusterAnswerError(
    clusterProblem('notAWatchEvent', { cluster, resource }),
  );
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
