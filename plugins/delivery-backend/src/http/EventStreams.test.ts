import { mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock } from '../__testUtils__/ManualClock';
import { waitFor } from '../__testUtils__/waitFor';
import type { StreamMessage } from '../services/hub/EventLog';
import { EventStreams } from './EventStreams';
import type { StreamOptions } from './EventStreams';

const HEARTBEAT = ': heartbeat\n\n';

describe('EventStreams', () => {
  let server: Server;
  let clock: ManualClock;
  let streams: EventStreams;
  let options: Partial<StreamOptions>;
  let expiresAt: Date | undefined;
  let subscribers: Set<(message: StreamMessage) => void>;
  let served: Promise<void>[];
  let responses: express.Response[];
  /** Opens the topic of `/later` */
  let openLater: Promise<void>;
  const onDrop = jest.fn();
  const random = jest.fn(() => 0);

  beforeEach(async () => {
    onDrop.mockClear();
    clock = new ManualClock();
    options = {};
    expiresAt = undefined;
    subscribers = new Set();
    served = [];
    responses = [];
    streams = EventStreams.create({
      clock,
      random,
      logger: mockServices.logger.mock(),
      onDrop,
    });
    const app = express();
    app.get('/all', (_, res) => {
      const topic = async () => ({
        subscribe: (send: (message: StreamMessage) => void) => {
          subscribers.add(send);
          return () => subscribers.delete(send);
        },
        refreshAccess: async () => true,
        ...options,
      });
      const refused = (error: Error) => async () => {
        throw error;
      };
      served.push(
        streams.serveAll(
          res,
          [
            refused(new NotAllowedError('Not you')),
            topic,
            refused(new Error('password is wrong')),
          ],
          expiresAt,
        ),
      );
    });
    app.get('/later', async (_, res) => {
      responses.push(res);
      await openLater;
      const topic = {
        subscribe: (send: (message: StreamMessage) => void) => {
          subscribers.add(send);
          return () => subscribers.delete(send);
        },
        refreshAccess: async () => true,
      };
      served.push(streams.serve(res, topic, undefined));
    });
    app.get('/', (_, res) => {
      served.push(
        streams.serve(
          res,
          {
            subscribe: send => {
              subscribers.add(send);
              return () => subscribers.delete(send);
            },
            refreshAccess: async () => true,
            ...options,
          },
          expiresAt,
        ),
      );
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    streams.stop();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  /** A client, and what it received so far. */
  async function viewer(path = '') {
    const leaving = new AbortController();
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, {
      signal: leaving.signal,
    });
    const viewed = {
      headers: response.headers,
      text: '',
      isOver: false,
      leave: () => leaving.abort(),
    };
    const read = async () => {
      for await (const chunk of response.body ?? []) {
        viewed.text += Buffer.from(chunk).toString();
      }
    };
    read()
      .catch(() => {})
      .finally(() => {
        viewed.isOver = true;
      });
    return viewed;
  }

  const isOver = (viewed: { isOver: boolean; text: string }) =>
    waitFor(
      'the end of the stream',
      () => viewed.isOver,
      () => viewed.text,
    );
  const hasCome = (viewed: { text: string }, text: string) =>
    waitFor(
      text,
      () => viewed.text === text,
      () => viewed.text,
    );

  it('sends events at once, and a heartbeat every 15 seconds', async () => {
    const viewed = await viewer();
    expect(viewed.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(viewed.headers.get('cache-control')).toContain('no-transform');

    subscribers.forEach(send => send({ id: 'e:1', data: '{"a":1}' }));
    const event = 'id: e:1\ndata: {"a":1}\n\n';
    await hasCome(viewed, event);
    await clock.pass(14_999);
    await clock.pass(1);
    await hasCome(viewed, event + HEARTBEAT);
    await clock.pass(15_000);
    await hasCome(viewed, event + HEARTBEAT + HEARTBEAT);
  });

  it('names events by the index of their topic, and refuses one topic without the others', async () => {
    const viewed = await viewer('all');
    const refused = [
      'event: 0-error\ndata: {"name":"NotAllowedError","message":"Not you","problem":{"code":"other","values":{"message":"Not you"},"message":"Not you"}}\n\n',
      'event: 2-error\ndata: {"name":"Error","message":"An internal error occurred. The log of the portal has the details","problem":{"code":"internalError","values":{},"message":"An internal error occurred. The log of the portal has the details"}}\n\n',
    ].join('');
    await hasCome(viewed, refused);
    subscribers.forEach(send => send({ id: 'e:1', data: '{"a":1}' }));
    const event = 'event: 1\nid: e:1\ndata: {"a":1}\n\n';
    await hasCome(viewed, refused + event);
    await clock.pass(15_000);
    await hasCome(viewed, refused + event + HEARTBEAT);
    viewed.leave();
    await waitFor('the end', () => subscribers.size === 0);
    expect(viewed.text).toBe(refused + event + HEARTBEAT);
  });

  it('ends the stream when the caller may not follow one of its topics any more', async () => {
    options.refreshAccess = async () => false;
    const viewed = await viewer('all');
    for (let i = 1; i <= 4; i += 1) await clock.pass(15_000);
    await isOver(viewed);
    expect(subscribers.size).toBe(0);
  });

  it('ends when the credentials of the caller expire', async () => {
    expiresAt = new Date(20_000);
    const viewed = await viewer();
    await clock.pass(15_000);
    await hasCome(viewed, HEARTBEAT);
    await clock.pass(4_999);
    expect(subscribers.size).toBe(1);
    await clock.pass(1);
    await isOver(viewed);
    expect(subscribers.size).toBe(0);
  });

  it('ends at once when the credentials have already expired', async () => {
    expiresAt = new Date(0);
    const viewed = await viewer();
    await isOver(viewed);
    expect(subscribers.size).toBe(0);
  });

  it('checks streams that were opened together at different times', async () => {
    const asked: string[] = [];
    const open = async (name: string, at: number) => {
      random.mockReturnValueOnce(at);
      options.refreshAccess = async () => {
        asked.push(name);
        return true;
      };
      return viewer();
    };
    await open('first', 0.25);
    await open('second', 0.75);
    const pass = async (seconds: number) => {
      for (let i = 0; i < seconds / 3.75; i += 1) await clock.pass(3_750);
    };
    await pass(18.75);
    expect(asked).toEqual(['second']);
    await pass(37.5);
    expect(asked).toEqual(['second', 'first']);
    await pass(22.5);
    expect(asked).toEqual(['second', 'first', 'second']);
  });

  it.each([
    ['is no longer allowed', async () => false],
    [
      'cannot be decided on',
      async () => {
        throw new Error('permission backend is away');
      },
    ],
  ])('asks every minute, and ends what %s', async (_, answer) => {
    const refreshAccess = jest.fn(async () => true);
    options.refreshAccess = refreshAccess;
    const viewed = await viewer();
    for (let i = 1; i <= 4; i += 1) {
      expect(refreshAccess).not.toHaveBeenCalled();
      await clock.pass(15_000);
    }
    await hasCome(viewed, HEARTBEAT.repeat(4));
    expect(refreshAccess).toHaveBeenCalledTimes(1);

    refreshAccess.mockImplementation(answer);
    for (let i = 1; i <= 4; i += 1) await clock.pass(15_000);
    await isOver(viewed);
    expect(refreshAccess).toHaveBeenCalledTimes(2);
    expect(viewed.text).toBe(HEARTBEAT.repeat(7));
    expect(subscribers.size).toBe(0);
  });

  it('ends a stream whose access check takes too long', async () => {
    options.refreshAccess = () => new Promise(() => {});
    const viewed = await viewer();
    for (let i = 1; i <= 4; i += 1) await clock.pass(15_000);
    expect(subscribers.size).toBe(1);
    await clock.pass(15_000);
    await isOver(viewed);
    expect(subscribers.size).toBe(0);
  });

  it('closes the connection of a client that does not read, and reports it once', async () => {
    const slow = await viewer();
    const megabyte = 'x'.repeat(1024 * 1024);
    const [send] = subscribers;
    for (let i = 1; i <= 8; i += 1) send({ id: `e:${i}`, data: megabyte });
    expect(onDrop).not.toHaveBeenCalled();
    for (let i = 9; i <= 20; i += 1) send({ id: `e:${i}`, data: megabyte });
    await isOver(slow);
    await Promise.all(served);
    expect(onDrop).toHaveBeenCalledTimes(1);
    expect(subscribers.size).toBe(0);
  });

  it('sends nothing to a client that disconnected before its topic opened', async () => {
    let open = () => {};
    openLater = new Promise(resolve => {
      open = resolve;
    });
    const leaving = new AbortController();
    const { port } = server.address() as AddressInfo;
    const response = fetch(`http://127.0.0.1:${port}/later`, {
      signal: leaving.signal,
    });
    await waitFor('the request', () => responses.length === 1);
    leaving.abort();
    await expect(response).rejects.toThrow();
    await waitFor('the end of the connection', () => responses[0].closed);
    open();
    await waitFor('the topic', () => served.length === 1);
    await Promise.all(served);
    expect(subscribers.size).toBe(0);
  });

  it('unsubscribes when the client disconnects', async () => {
    const viewed = await viewer();
    expect(subscribers.size).toBe(1);
    viewed.leave();
    await Promise.all(served);
    expect(subscribers.size).toBe(0);
  });

  it('ends all streams when it is stopped, also those that open later', async () => {
    const before = [await viewer(), await viewer()];
    expect(subscribers.size).toBe(2);
    streams.stop();
    await Promise.all(before.map(isOver));
    await isOver(await viewer());
    expect(subscribers.size).toBe(0);
  });
});
