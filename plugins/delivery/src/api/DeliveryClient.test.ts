import {
  otherProblem,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import { allWell } from '../../dev/fixtures';
import { StreamBackend } from '../__testUtils__/StreamBackend';
import { DeliveryClient } from './DeliveryClient';
import { LiveUpdatesClient } from './LiveUpdatesClient';

const orders = { kind: 'Component', namespace: 'default', name: 'a/b' };
const silent = {
  cause: 'silent',
  problem: requestProblem('streamSilent', { seconds: 45 }),
};

describe('DeliveryClient', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const leaving: Array<() => void> = [];
  afterEach(() => leaving.splice(0).forEach(leave => leave()));

  function follow(backend: StreamBackend) {
    const options = {
      discoveryApi: {
        getBaseUrl: async (id: string) => `http://portal/api/${id}`,
      },
      fetchApi: backend,
    };
    const client = DeliveryClient.create({
      ...options,
      liveUpdates: LiveUpdatesClient.create(options),
    });
    const feed = client.follow(orders);
    leaving.push(feed.subscribe(() => {}));
    return { client, feed };
  }

  const pass = (seconds: number) =>
    jest.advanceTimersByTimeAsync(seconds * 1000);

  it('follows a service over one stream for all callers', async () => {
    const backend = StreamBackend.serving(allWell);
    const { client, feed } = follow(backend);
    expect(client.follow({ ...orders, kind: 'component' })).toBe(feed);
    await pass(0.02);
    expect(feed.getState()).toEqual({ status: 'live', value: allWell });
    expect(backend.requests).toEqual([
      {
        url: 'services/Component/default/a%2Fb',
        lastEventId: undefined,
      },
    ]);
  });

  it('begins a new feed after the last listener has left', async () => {
    const { client, feed } = follow(StreamBackend.serving(allWell));
    leaving.splice(0).forEach(leave => leave());
    await pass(5);
    expect(client.follow(orders)).not.toBe(feed);
  });

  it('takes a connection for lost after 45 seconds of silence, and resumes', async () => {
    const backend = StreamBackend.serving(allWell);
    const { feed } = follow(backend);
    await pass(40);
    backend.heartbeat();
    await pass(44);
    expect(feed.getState()).toMatchObject({ status: 'live' });
    await pass(1);
    expect(feed.getState()).toMatchObject({
      status: 'reconnecting',
      value: allWell,
      interruption: silent,
    });
    await pass(1);
    expect(backend.requests.map(({ lastEventId }) => lastEventId)).toEqual([
      undefined,
      'e:1',
    ]);
    expect(feed.getState()).toMatchObject({ status: 'live' });
  });

  it('gives up on a backend that does not answer within 45 seconds, and tries again', async () => {
    const backend = StreamBackend.hanging();
    const { feed } = follow(backend);
    await pass(44);
    expect(feed.getState()).toEqual({ status: 'loading' });
    await pass(1.02);
    expect(feed.getState()).toEqual({
      status: 'failed',
      interruption: silent,
    });
    await pass(1.02);
    expect(backend.requests).toHaveLength(2);
  });

  it('says in the browser’s words why the backend cannot be reached', async () => {
    const backend = StreamBackend.serving(allWell);
    backend.fetch = async () => {
      throw new TypeError('Failed to fetch');
    };
    const { feed } = follow(backend);
    await pass(0.02);
    expect(feed.getState()).toEqual({
      status: 'failed',
      interruption: {
        cause: 'unreachable',
        problem: otherProblem('Failed to fetch'),
      },
    });
  });
});
