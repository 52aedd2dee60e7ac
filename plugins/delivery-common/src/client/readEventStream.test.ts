import { systemClock } from '../timing';
import { readEventStream } from './readEventStream';
import { requestProblem } from '../requestProblems';
import { StreamError } from './StreamError';

const SILENT = requestProblem('streamSilent', { seconds: 45 });

/** A connection whose response the test writes. */
function setUp(response?: Response) {
  let body: ReadableStreamDefaultController<Uint8Array> | undefined;
  const onCancel = jest.fn();
  const stream = new ReadableStream<Uint8Array>({
    start: controller => {
      body = controller;
    },
    cancel: onCancel,
  });
  const stopped = new AbortController();
  const open = jest.fn<Promise<Response>, [AbortSignal]>(
    async () => response ?? new Response(stream),
  );
  const messages = readEventStream(open, {
    clock: systemClock,
    signal: stopped.signal,
  });
  return {
    open,
    onCancel,
    stopped,
    next: async () => (await messages.next()).value,
    leave: () => messages.return(),
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
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('yields events and heartbeats, however the chunks divide them', async () => {
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
    expect(jest.getTimerCount()).toBe(0);
  });

  it('throws when the connection breaks', async () => {
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

  it('closes the connection after 45 seconds without a byte', async () => {
    const { open, send, next, onCancel } = setUp();
    await next();
    await jest.advanceTimersByTimeAsync(44_000);
    const heartbeat = next();
    send(': heartbeat\n\n');
    expect(await heartbeat).toEqual({ type: 'heartbeat' });

    const onError = jest.fn();
    next().catch(onError);
    await jest.advanceTimersByTimeAsync(44_000);
    expect(onError).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(onError).toHaveBeenCalledWith(
      new StreamError('silent', 'no data for 45 seconds', SILENT),
    );
    expect(onCancel).toHaveBeenCalledTimes(1);
    expect(open.mock.calls[0][0].aborted).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('closes a connection that is not answered for 45 seconds', async () => {
    const { open, next } = setUp();
    open.mockReturnValue(new Promise(() => {}));
    const onError = jest.fn();
    next().catch(onError);
    await jest.advanceTimersByTimeAsync(45_000);
    expect(onError).toHaveBeenCalledWith(
      new StreamError('silent', 'no data for 45 seconds', SILENT),
    );
    expect(open.mock.calls[0][0].aborted).toBe(true);
  });

  it('says that the backend is unreachable when the request fails', async () => {
    const { open, next } = setUp();
    open.mockRejectedValue(new TypeError('Failed to fetch'));
    await expect(next()).rejects.toEqual(
      new StreamError('unreachable', 'Failed to fetch'),
    );
  });

  it('closes the connection when the signal aborts or the reader leaves', async () => {
    const aborted = setUp();
    await aborted.next();
    const pending = aborted.next();
    aborted.stopped.abort(new Error('left'));
    await expect(pending).rejects.toThrow('left');
    expect(aborted.onCancel).toHaveBeenCalledTimes(1);

    const left = setUp();
    await left.next();
    await left.leave();
    expect(left.onCancel).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([
    [403, 'refused'],
    [404, 'not-found'],
    [401, 'error'],
    [503, 'error'],
  ] as const)(
    'throws the message of a response with status %s',
    async (status, kind) => {
      const error = { name: 'SomeError', message: 'because of this' };
      const body = { error, response: { statusCode: status } };
      await expect(
        setUp(Response.json(body, { status })).next(),
      ).rejects.toEqual(new StreamError(kind, 'because of this'));
      // A proxy answers with a body of its own.
      await expect(
        setUp(Response.json({ sorry: true }, { status })).next(),
      ).rejects.toMatchObject({
        kind,
        message: expect.stringContaining(String(status)),
      });
    },
  );

  it.each([
    [{ seconds: 20 }, undefined, 20_000],
    // The page of another origin cannot read the header; a proxy sends no problem.
    [undefined, '7', 7_000],
    [undefined, undefined, 30_000],
    [undefined, 'Wed, 21 Oct 2015 07:28:00 GMT', 30_000],
  ])(
    'says how long to wait after status 429 with the values %j and the header %j',
    async (values, header, expected) => {
      const problem = values && requestProblem('tooManyStreams', values);
      const error = { name: 'TooManyRequestsError', message: 'why', problem };
      const response = Response.json(
        { error, response: { statusCode: 429 } },
        { status: 429, headers: header ? { 'retry-after': header } : {} },
      );
      await expect(setUp(response).next()).rejects.toMatchObject({
        kind: 'limited',
        retryAfterMs: expected,
      });
    },
  );

  it('refuses a response without a body', async () => {
    const { next } = setUp(new Response(null));
    await expect(next()).rejects.toMatchObject({ kind: 'unreadable' });
  });
});
