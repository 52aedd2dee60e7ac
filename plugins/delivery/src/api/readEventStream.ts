import { ResponseError } from '@backstage/errors';
import { createParser } from 'eventsource-parser';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { abortOnSilence } from './silence';
import { StreamError } from './StreamError';
import type { TabMessage } from './TabStream';

/**
 * What a response streams, until it ends.
 *
 * @throws StreamError when the backend refuses, falls silent or breaks off
 */
export async function* readEventStream(
  response: Response,
  clock: Clock,
): AsyncIterable<TabMessage> {
  if (!response.ok) throw await streamError(response);
  const reader = response.body?.getReader();
  if (!reader) throw new StreamError('unreadable', 'The answer has no body');
  yield { type: 'opened' };
  const messages: TabMessage[] = [];
  const parser = createParser({
    onEvent: ({ event: name, id, data }) =>
      messages.push({ type: 'event', name, id, data }),
    onComment: () => messages.push({ type: 'heartbeat' }),
  });
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const chunk = await abortOnSilence(readChunk(reader), clock);
      if (chunk.done) return;
      parser.feed(decoder.decode(chunk.value, { stream: true }));
      yield* messages.splice(0);
    }
  } finally {
    // Not awaited: a connection that hangs may hang here, too.
    reader.cancel().catch(() => {});
  }
}

async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new StreamError('ended', message);
  }
}

async function streamError(response: Response): Promise<StreamError> {
  const { status } = response;
  const error = await ResponseError.fromResponse(response);
  const message = error.cause?.message ?? error.message;
  if (status === 403) return new StreamError('refused', message);
  if (status === 404) return new StreamError('not-found', message);
  return new StreamError('error', message);
}
