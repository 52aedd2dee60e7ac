import {
  StreamError,
  otherProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  StreamMessage,
  StreamTopic,
} from '@fairway/backstage-plugin-delivery-common';
import { readAll } from '../__testUtils__/readAll';
import { settled } from '../__testUtils__/settled';
import { TabStream } from './TabStream';

interface Connection {
  topics: StreamTopic[];
  signal: AbortSignal;
  send(message: StreamMessage): void;
  end(error?: Error): void;
}

/** A tab, and the connections that it opened. */
function setUp() {
  const connections: Connection[] = [];
  const stream = TabStream.create({
    open: (topics, signal) => {
      const messages = new ReadableStream<StreamMessage>({
        start: controller => {
          connections.push({
            topics,
            signal,
            send: message => controller.enqueue(message),
            end: error =>
              error ? controller.error(error) : controller.close(),
          });
        },
      });
      return readAll(messages);
    },
    clock: {
      now: () => 0,
      // Silence lasts longer than any of these tests.
      delay: milliseconds =>
        new Promise(pass => milliseconds < 1_000 && pass()),
    },
  });
  const follow = (path: string, lastEventId?: string) => {
    const left = new AbortController();
    const seen: unknown[] = [];
    const read = async () => {
      try {
        const topic = { path, lastEventId };
        for await (const message of stream.follow(topic, left.signal)) {
          seen.push(message);
        }
      } catch (error) {
        seen.push(error);
      }
    };
    read();
    return { seen, leave: () => left.abort() };
  };
  return { connections, follow };
}

const event = (name: string, id: string): StreamMessage => ({
  type: 'event',
  name,
  id,
  data: `"${id}"`,
});

describe('TabStream', () => {
  it('asks once for what is followed together, and gives each its own', async () => {
    const { connections, follow } = setUp();
    const orders = follow('orders', 'o:4');
    const fleet = follow('fleet');
    await settled();
    const [{ topics, send }] = connections;
    expect(connections).toHaveLength(1);
    expect(topics).toEqual([
      { path: 'orders', lastEventId: 'o:4' },
      { path: 'fleet', lastEventId: undefined },
    ]);
    send({ type: 'heartbeat' });
    send(event('1', 'f:1'));
    send(event('0', 'o:5'));
    send(event('7', 'x:1'));
    await settled();
    expect(orders.seen).toEqual([
      { type: 'heartbeat' },
      { type: 'event', id: 'o:5', data: '"o:5"' },
    ]);
    expect(fleet.seen).toEqual([
      { type: 'heartbeat' },
      { type: 'event', id: 'f:1', data: '"f:1"' },
    ]);
  });

  it('goes on after what was received when another topic comes, and when one goes', async () => {
    const { connections, follow } = setUp();
    const orders = follow('orders');
    await settled();
    connections[0].send(event('0', 'o:1'));
    await settled();
    const fleet = follow('fleet');
    await settled();
    expect(connections[0].signal.aborted).toBe(true);
    expect(connections[1].topics).toEqual([
      { path: 'orders', lastEventId: 'o:1' },
      { path: 'fleet', lastEventId: undefined },
    ]);
    fleet.leave();
    await settled();
    expect(connections[1].signal.aborted).toBe(true);
    expect(connections[2].topics).toEqual([
      { path: 'orders', lastEventId: 'o:1' },
    ]);
    orders.leave();
    await settled();
    expect(connections).toHaveLength(3);
    expect(connections[2].signal.aborted).toBe(true);
    expect(orders.seen.slice(1)).toMatchObject([{ name: 'AbortError' }]);
  });

  it('refuses one topic without the others, over the same connection', async () => {
    const { connections, follow } = setUp();
    const orders = follow('orders');
    const fleet = follow('fleet');
    await settled();
    const data = JSON.stringify({
      name: 'NotAllowedError',
      message: 'Not you',
      problem: otherProblem('Not you'),
    });
    connections[0].send({ type: 'event', name: '0-error', data });
    connections[0].send(event('1', 'f:1'));
    await settled();
    expect(orders.seen).toMatchObject([
      {
        kind: 'refused',
        message: 'Not you',
        problem: otherProblem('Not you'),
      },
    ]);
    expect(fleet.seen).toMatchObject([{ id: 'f:1' }]);
    expect(connections).toHaveLength(1);
  });

  it('tells all why the connection ended', async () => {
    const { connections, follow } = setUp();
    const orders = follow('orders');
    const fleet = follow('fleet');
    await settled();
    connections[0].end(new StreamError('silent', 'Nothing came'));
    await settled();
    expect(orders.seen).toMatchObject([{ kind: 'silent' }]);
    expect(fleet.seen).toMatchObject([{ kind: 'silent' }]);
    expect(connections).toHaveLength(1);
    follow('fleet');
    await settled();
    connections[1].end();
    await settled();
    expect(connections[1].topics).toEqual([
      { path: 'fleet', lastEventId: undefined },
    ]);
  });
});
