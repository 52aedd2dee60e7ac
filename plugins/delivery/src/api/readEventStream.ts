import { ResponseError } from '@backstage/errors';
import { createParser } from 'eventsource-parser';
import { StreamError } from './LiveFeed';
import type { FeedClock, StreamMessage } from './LiveFeed';

/** The backend sends a heartbeat every 15 s. */
const SILENCE_LIMIT_MS = 45_000;

/**
 * The events of a response, until it ends.
 *
 * @throws StreamError when the backend refuses, or falls silent
 */
export async function* readEventStream(
  response: Response,
  clock: FeedClock,
): AsyncIterable<StreamMessage> {
  if (!response.ok) throw await streamError(response);
  if (!response.body) throw new StreamError('unavailable', 'No answer came');
  const messages: StreamMessage[] = [];
  const parser = createParser({ onEvent: event => messages.push(event) });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const chunk = await readWithin(reader, clock);
      if (chunk.done) return;
      parser.feed(decoder.decode(chunk.value, { stream: true }));
      yield* messages.splice(0);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function readWithin(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  clock: FeedClock,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  const heard = new AbortController();
  const silence = clock.delay(SILENCE_LIMIT_MS, heard.signal).then(() => {
    if (heard.signal.aborted) return new Promise<never>(() => {});
    throw new StreamError('unavailable', 'The portal has gone silent');
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } finally {
    heard.abort();
  }
}

async function streamError(response: Response): Promise<StreamError> {
  const { status } = response;
  const error = await ResponseError.fromResponse(response);
  const message = error.cause?.message ?? error.message;
  if (status === 403) return new StreamError('refused', message);
  if (status === 404) return new StreamError('not-found', message);
  return new StreamError('unavailable', message);
}
