import { ResponseError, isError } from '@backstage/errors';
import { createParser } from 'eventsource-parser';
import { problemOf } from '../problem';
import { requestProblem } from '../requestProblems';
import { SilenceWatchdog } from '../timing';
import type { Clock } from '../timing';
import { retryAfterMs } from './retryAfterMs';
import { StreamError } from './StreamError';

/** The backend sends a heartbeat every 15 seconds. */
const SILENCE_LIMIT_MS = 45_000;
const SILENT = requestProblem('streamSilent', {
  seconds: SILENCE_LIMIT_MS / 1000,
});

/** A message of an event stream. @public */
export type StreamMessage =
  /** The backend accepted the request: the client gets all events from now on */
  | { type: 'opened' }
  | { type: 'heartbeat' }
  | {
      type: 'event';
      /** Name of the event, when it has one */
      name?: string;
      /** ID to resume the stream after this event */
      id?: string;
      data: string;
    };

/**
 * Opens an event stream, and reads it until it ends or the signal aborts.
 *
 * @throws StreamError when the backend refuses the request, sends nothing for
 * 45 seconds or breaks the connection; the reason of the signal when it aborts
 */
export async function* readEventStream(
  open: (signal: AbortSignal) => Promise<Response>,
  { clock, signal }: { clock: Clock; signal?: AbortSignal },
): AsyncGenerator<StreamMessage, void, undefined> {
  const watchdog = SilenceWatchdog.start({
    clock,
    limitMs: SILENCE_LIMIT_MS,
    signal,
  });
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const response = await beforeAbort(
      mapError(open(watchdog.signal), 'unreachable'),
      watchdog,
    );
    if (!response.ok) throw await responseError(response);
    reader = response.body?.getReader();
    if (!reader) {
      throw new StreamError('unreadable', 'The response has no body');
    }
    yield { type: 'opened' };
    const messages: StreamMessage[] = [];
    const parser = createParser({
      onEvent: ({ event: name, id, data }) =>
        messages.push({ type: 'event', name, id, data }),
      onComment: () => messages.push({ type: 'heartbeat' }),
    });
    const decoder = new TextDecoder();
    for (;;) {
      const chunk = await beforeAbort(
        mapError(reader.read(), 'ended'),
        watchdog,
      );
      if (chunk.done) return;
      watchdog.heard();
      parser.feed(decoder.decode(chunk.value, { stream: true }));
      yield* messages.splice(0);
    }
  } finally {
    watchdog.stop();
    // Not awaited: cancelling a connection that hangs may hang, too.
    reader?.cancel().catch(() => {});
  }
}

async function mapError<T>(
  work: Promise<T>,
  kind: StreamError['kind'],
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const message = isError(error) ? error.message : String(error);
    throw new StreamError(kind, message);
  }
}

/** Awaits work that may ignore the signal it was given. */
async function beforeAbort<T>(
  work: Promise<T>,
  watchdog: SilenceWatchdog,
): Promise<T> {
  const { signal } = watchdog;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () =>
      reject(
        watchdog.isSilent
          ? new StreamError('silent', SILENT.message, SILENT)
          : signal.reason,
      );
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function responseError(response: Response): Promise<StreamError> {
  const { status } = response;
  const error = await ResponseError.fromResponse(response);
  const problem = problemOf(error);
  const { message } = problem;
  if (status === 403) return new StreamError('refused', message, problem);
  if (status === 404) return new StreamError('not-found', message, problem);
  if (status === 429) {
    return new StreamError('limited', message, problem, retryAfterMs(error));
  }
  return new StreamError('error', message, problem);
}
