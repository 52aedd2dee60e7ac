import {
  StreamError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { StreamMessage } from '@fairway/backstage-plugin-delivery-common';
import {
  applyDeliveryEvent,
  otherProblem,
  deliveryEventSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import { allWell, inTrouble } from '../../dev/fixtures';
import { readAll } from '../__testUtils__/readAll';
import { settled } from '../__testUtils__/settled';
import type { LiveState } from './DeliveryApi';
import { LiveFeed } from './LiveFeed';

const SNAPSHOT: StreamMessage = {
  type: 'event',
  id: 'a:1',
  data: JSON.stringify({ type: 'snapshot', delivery: allWell }),
};

/** A backend, a clock and a browser tab that do what a test tells them. */
function setUp() {
  const connections: Array<{
    lastEventId: string | undefined;
    signal: AbortSignal;
    send(message: StreamMessage): void;
    end(error?: Error): void;
  }> = [];
  const delays: Array<{ milliseconds: number; pass(): void }> = [];
  const looks = new Set<() => void>();
  let isVisible = true;
  const onStop = jest.fn();
  const feed = LiveFeed.create<Delivery>({
    connect(lastEventId, signal) {
      const messages = new ReadableStream<StreamMessage>({
        start: controller => {
          connections.push({
            lastEventId,
            signal,
            send: message => controller.enqueue(message),
            end: error =>
              error ? controller.error(error) : controller.close(),
          });
          signal.addEventListener('abort', () =>
            controller.error(new Error('aborted')),
          );
        },
      });
      return readAll(messages);
    },
    apply: (known, event) => {
      const delivery = applyDeliveryEvent(
        known,
        deliveryEventSchema.parse(event),
      );
      if (!delivery) throw new Error('Nothing to patch');
      return delivery;
    },
    onStop,
    clock: {
      now: () => 1_000,
      delay: (milliseconds, signal) =>
        new Promise(resolve => {
          delays.push({ milliseconds, pass: resolve });
          signal.addEventListener('abort', () => resolve());
        }),
    },
    visibility: {
      isVisible: () => isVisible,
      subscribe: listener => {
        looks.add(listener);
        return () => looks.delete(listener);
      },
    },
    random: () => 1,
  });
  const states: LiveState<Delivery>[] = [];
  return {
    feed,
    connections,
    delays,
    states,
    onStop,
    listen: () => feed.subscribe(() => states.push(feed.getState())),
    show: (visible: boolean) => {
      isVisible = visible;
      [...looks].forEach(look => look());
    },
  };
}

describe('LiveFeed', () => {
  it('shares one stream among all listeners, and lets go of it after the last', async () => {
    const { feed, connections, delays, listen, onStop } = setUp();
    const leave = listen();
    const leaveToo = listen();
    await settled();
    expect(feed.getState()).toEqual({ status: 'loading' });
    expect(connections).toHaveLength(1);

    leave();
    leaveToo();
    const comeBack = listen();
    delays[0].pass();
    await settled();
    expect(connections[0].signal.aborted).toBe(false);

    comeBack();
    delays.at(-1)?.pass();
    await settled();
    expect(connections[0].signal.aborted).toBe(true);
    expect(onStop).toHaveBeenCalledTimes(1);
  });

  it('applies a snapshot, then patches', async () => {
    const { feed, connections, listen } = setUp();
    listen();
    await settled();
    const [, , { workloads }] = inTrouble.environments;
    connections[0].send(SNAPSHOT);
    connections[0].send({
      type: 'event',
      id: 'a:2',
      data: JSON.stringify({
        type: 'patch',
        changes: [
          {
            type: 'workload',
            environment: 'production/prod',
            workload: workloads[0],
          },
        ],
      }),
    });
    await settled();
    const state = feed.getState();
    expect(state).toMatchObject({ status: 'live' });
    const delivery = 'value' in state ? state.value : undefined;
    expect(delivery?.environments[2].workloads).toEqual(workloads);
    expect(delivery?.environments[0]).toEqual(allWell.environments[0]);
  });

  it('keeps the last state while it reconnects with growing pauses, and resumes', async () => {
    const { feed, connections, delays, listen } = setUp();
    listen();
    await settled();
    connections[0].send(SNAPSHOT);
    connections[0].end(new StreamError('ended', 'network error'));
    await settled();
    expect(feed.getState()).toEqual({
      status: 'reconnecting',
      value: allWell,
      since: 1_000,
      interruption: { cause: 'ended', problem: otherProblem('network error') },
    });
    for (let attempt = 1; attempt <= 8; attempt++) {
      delays.at(-1)?.pass();
      await settled();
      expect(connections[attempt].lastEventId).toBe('a:1');
      connections[attempt].end(new StreamError('unreachable', 'no'));
      await settled();
    }
    expect(delays.map(({ milliseconds }) => milliseconds)).toEqual([
      500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000,
    ]);

    feed.retry();
    await settled();
    // Nothing was missed, so nothing but the answer itself comes.
    connections[9].send({ type: 'opened' });
    await settled();
    expect(feed.getState()).toEqual({ status: 'live', value: allWell });

    connections[9].send({ type: 'heartbeat' });
    connections[9].end();
    await settled();
    expect(delays.at(-1)?.milliseconds).toBe(500);
  });

  it('starts again after an unreadable event', async () => {
    const { feed, connections, delays, listen } = setUp();
    listen();
    await settled();
    connections[0].send(SNAPSHOT);
    connections[0].send({ type: 'event', id: 'a:2', data: '{"type":"poem"}' });
    await settled();
    expect(feed.getState()).toMatchObject({
      status: 'reconnecting',
      interruption: { cause: 'unreadable' },
    });
    delays[0].pass();
    await settled();
    expect(connections[1].lastEventId).toBeUndefined();
  });

  it.each(['refused', 'not-found'] as const)(
    'forgets what it knew when %s, and asks again each minute',
    async kind => {
      const { feed, connections, delays, listen } = setUp();
      listen();
      await settled();
      connections[0].send(SNAPSHOT);
      connections[0].end(new StreamError(kind, 'because'));
      await settled();
      expect(feed.getState()).toEqual({
        status: kind,
        problem: otherProblem('because'),
      });
      expect(delays[0].milliseconds).toBe(60_000);
      delays[0].pass();
      await settled();
      expect(connections[1].lastEventId).toBeUndefined();
    },
  );

  it('keeps the last state at a limit, and waits as long as the backend says', async () => {
    const { feed, connections, delays, listen } = setUp();
    listen();
    await settled();
    connections[0].send(SNAPSHOT);
    const problem = requestProblem('tooManyStreams', {
      limit: 50,
      seconds: 15,
      setting: 'delivery.limits.streams',
    });
    connections[0].end(
      new StreamError('limited', problem.message, problem, 15_000),
    );
    await settled();
    expect(feed.getState()).toMatchObject({
      status: 'reconnecting',
      value: allWell,
      interruption: { cause: 'limited', problem },
    });
    expect(delays.map(({ milliseconds }) => milliseconds)).toEqual([15_000]);
  });

  it('says why nothing could be read at all', async () => {
    const { feed, connections, listen } = setUp();
    listen();
    await settled();
    connections[0].end(new StreamError('error', 'Request failed with 503'));
    await settled();
    expect(feed.getState()).toEqual({
      status: 'failed',
      interruption: {
        cause: 'error',
        problem: otherProblem('Request failed with 503'),
      },
    });
  });

  it('lets go of its stream while the page is hidden', async () => {
    const { feed, connections, delays, listen, show } = setUp();
    listen();
    await settled();
    connections[0].send(SNAPSHOT);
    await settled();
    show(false);
    await settled();
    expect(connections[0].signal.aborted).toBe(true);
    expect(connections).toHaveLength(1);

    show(true);
    await settled();
    expect(connections).toHaveLength(2);
    expect(connections[1].lastEventId).toBe('a:1');
    expect(delays).toEqual([]);
    expect(feed.getState()).toMatchObject({
      status: 'reconnecting',
      interruption: { cause: 'paused' },
    });
    connections[1].send({ type: 'opened' });
    await settled();
    expect(feed.getState()).toEqual({ status: 'live', value: allWell });
  });
});
