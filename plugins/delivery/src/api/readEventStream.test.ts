import { settled } from '../__testUtils__/settled';
import type { StreamMessage } from './LiveFeed';
import { readEventStream } from './readEventStream';
import { StreamError } from './StreamError';

/** A response that a test writes, with a clock that stands still until told. */
function setUp(answer?: Response) {
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  const onCancel = jest.fn();
  const stream = new ReadableStream<Uint8Array>({
    start: controller => {
      body = controller;
    },
    cancel: onCancel,
  });
  const silences: Array<{
    milliseconds: number;
    signal: AbortSignal;
    pass(): void;
  }> = [];
  let now = 0;
  const messages = readEventStream(answer ?? new Response(stream), {
    now: () => now,
    delay: (milliseconds, signal) =>
      new Promise(resolve => {
        const pass = () => {
          now += milliseconds;
          resolve();
        };
        silences.push({ milliseconds, signal, pass });
        signal.addEventListener('abort', () => resolve());
      }),
  })[Symbol.asyncIterator]();
  return {
    silences,
    onCancel,
    next: async () => (await messages.next()).value as StreamMessage,
    leave: () => messages.return?.(),
    isOver: async () => Boolean((await messages.next()).done),
    send: (chunk: string | Uint8Array) =>
      body?.enqueue(
        typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk,
      ),
    end: () => body?.close(),
    breakOff: () => body?.error(new TypeError('network error')),
  };
}

describe('readEventStream', () => {
  it('gives events and heartbeats, however they are cut into chunks', async () => {
    const { send, next, end, isOver } = setUp();
    expect(await next()).toEqual({ type: 'opened' });
    send('id: e:1\ndata: {"a":1}\n\n: heartbeat\n\nid: e:2\nda');
    expect(await next()).toEqual({ type: 'event', id: 'e:1', data: '{"a":1}' });
    expect(await next()).toEqual({ type: 'heartbeat' });
    const rest = new TextEncoder().encode('ta: "港"\n\n');
    send(rest.slice(0, 6));
    send(rest.slice(6));
    expect(await next()).toEqual({ type: 'event', id: 'e:2', data: '"港"' });
    send('id: e:3\ndata: half of an ev');
    end();
    expect(await isOver()).toBe(true);
  });

  it('ends with a reason when the connection breaks', async () => {
    const { send, next, breakOff } = setUp();
    await next();
    send(': heartbeat\n\n');
    await next();
    breakOff();
    await expect(next()).rejects.toMatchObject({
      kind: 'ended',
      message: expect.stringContaining('network error'),
    });
  });

  it('ends after 45 seconds without a byte, and lets go of the connection', async () => {
    const { send, next, silences, onCancel } = setUp();
    await next();
    const heartbeat = next();
    send(': heartbeat\n\n');
    expect(await heartbeat).toEqual({ type: 'heartbeat' });
    // What was heard ends the silence that it broke; the next begins anew.
    expect(silences[0].signal.aborted).toBe(true);

    const nothing = next();
    await settled();
    expect(silences).toHaveLength(2);
    expect(silences[1]).toMatchObject({ milliseconds: 45_000 });
    silences[1].pass();
    await expect(nothing).rejects.toEqual(
      new StreamError('silent', 'Nothing came for 45 seconds'),
    );
    expect(onCancel).toHaveBeenCalledTimes(1);
  });

  it('lets go of the connection when nobody reads on', async () => {
    const { send, next, leave, onCancel } = setUp();
    await next();
    send(': heartbeat\n\n');
    await next();
    await leave();
    expect(onCancel).toHaveBeenCalledTimes(1);
  });

  it.each([
    [403, 'refused'],
    [404, 'not-found'],
    [401, 'error'],
    [503, 'error'],
  ] as const)(
    'tells an answer of %s in the backend’s words',
    async (status, kind) => {
      const answering = (body: object) =>
        setUp(Response.json(body, { status })).next();
      const error = { name: 'SomeError', message: 'because of this' };
      await expect(
        answering({ error, response: { statusCode: status } }),
      ).rejects.toEqual(new StreamError(kind, 'because of this'));
      // What a proxy on the way says is none of the backend's.
      await expect(answering({ sorry: true })).rejects.toMatchObject({
        kind,
        message: expect.stringContaining(String(status)),
      });
    },
  );

  it('refuses an answer without a body', async () => {
    const { next } = setUp(new Response(null));
    await expect(next()).rejects.toMatchObject({ kind: 'unreadable' });
  });
});
