import { clusterProblem } from '@fairway/backstage-plugin-delivery-common';
import { ManualClock, settle } from '../../__testUtils__/ManualClock';
import type { ClusterResponse } from '../access/ClusterAccess';
import { UsagePoller } from './UsagePoller';
import type { NamespaceRef } from './UsagePoller';

const dev: NamespaceRef = { cluster: 'a', namespace: 'dev' };

// As a metrics-server 0.9.0 on a local cluster answered, its labels left out.
const measured = {
  kind: 'PodMetricsList',
  apiVersion: 'metrics.k8s.io/v1beta1',
  metadata: {},
  items: [
    {
      metadata: { name: 'orders-x', namespace: 'dev' },
      timestamp: '2026-11-23T18:30:08Z',
      window: '10s',
      containers: [
        { name: 'orders', usage: { cpu: '99868621n', memory: '65536Ki' } },
        { name: 'proxy', usage: { cpu: '1m', memory: '1Mi' } },
      ],
    },
  ],
};

function answer(status: number, body: unknown): ClusterResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status,
    body: (async function* bytes() {
      yield new TextEncoder().encode(text);
    })(),
  };
}

function watch() {
  const clock = new ManualClock();
  const stopped = new AbortController();
  const state = {
    asked: [] as string[],
    heard: [] as string[],
    places: [] as NamespaceRef[],
    answer: () => answer(200, measured),
    hangs: new Set<string>(),
  };
  const usage = UsagePoller.create({
    clock,
    access: {
      listClusters: async () => [],
      get: async (cluster, { path, signal }) => {
        state.asked.push(`${cluster} ${path}`);
        if (state.hangs.has(cluster)) {
          await new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          });
        }
        return state.answer();
      },
    },
  });
  usage.subscribe(place => state.heard.push(place.namespace));
  const running = usage.run(() => state.places, stopped.signal);
  const look = async (...places: NamespaceRef[]) => {
    state.places = places;
    usage.wake();
    // Reading an answer takes some turns.
    for (let turn = 0; turn < 10; turn += 1) await settle();
  };
  const pass = async (seconds: number) => {
    await clock.pass(seconds * 1_000);
    for (let turn = 0; turn < 10; turn += 1) await settle();
  };
  const stop = () => {
    stopped.abort();
    return running;
  };
  return { state, usage, look, pass, stop };
}

describe('UsagePoller', () => {
  it('reads nothing while there are no viewers', async () => {
    const { state, usage, pass, stop } = watch();
    await pass(60);
    expect(state.asked).toEqual([]);
    expect(usage.of('a', 'dev')).toBeUndefined();
    await stop();
  });

  it('reads a namespace with viewers at once, then at intervals, once for all viewers', async () => {
    const { state, usage, look, pass, stop } = watch();
    await look(dev, dev);
    expect(state.asked).toEqual([
      'a /apis/metrics.k8s.io/v1beta1/namespaces/dev/pods',
    ]);
    expect(state.heard).toEqual(['dev']);
    expect(usage.of('a', 'dev')).toMatchObject({
      measurement: { state: 'measured', at: '1970-01-01T00:00:00.000Z' },
      pods: new Map([['orders-x', { cpu: 101, memory: 65 * 2 ** 20 }]]),
    });
    // A second viewer subscribes.
    await look(dev, dev, dev);
    expect(state.asked).toHaveLength(1);
    await pass(15);
    expect(state.asked).toHaveLength(2);
    await look();
    await pass(15);
    expect(state.asked).toHaveLength(2);
    expect(usage.of('a', 'dev')).toBeUndefined();
    await stop();
  });

  it.each([
    [404, 'page not found', 'Install metrics-server'],
    [403, { message: 'pods.metrics.k8s.io is forbidden' }, 'is forbidden'],
    [503, { message: 'the server is currently unable' }, '503'],
    [200, '<html>', 'something that is not a list of measurements'],
  ])(
    'says why there are no measurements (%s), and reads again only later',
    async (status, body, message) => {
      const { state, usage, look, pass, stop } = watch();
      state.answer = () => answer(status, body);
      await look(dev);
      expect(usage.of('a', 'dev')?.measurement).toEqual({
        state: 'failed',
        problem: expect.objectContaining({
          message: expect.stringContaining(message),
        }),
      });
      await pass(15);
      expect(state.asked).toHaveLength(1);
      state.answer = () => answer(200, measured);
      for (let time = 0; time < 4; time += 1) await pass(15);
      expect(usage.of('a', 'dev')?.measurement.state).toBe('measured');
      await stop();
    },
  );

  it('keeps measurements during a brief failure, and drops them when they are old', async () => {
    const { state, usage, look, pass, stop } = watch();
    await look(dev);
    state.answer = () => answer(503, { message: 'restarting' });
    for (let time = 0; time < 3; time += 1) await pass(15);
    expect(usage.of('a', 'dev')?.measurement.state).toBe('measured');
    expect(usage.of('a', 'dev')?.pods.size).toBe(1);
    await pass(15);
    expect(usage.of('a', 'dev')?.measurement.state).toBe('failed');
    expect(usage.of('a', 'dev')?.pods.size).toBe(0);
    await stop();
  });

  it('lets a cluster that hangs delay only itself', async () => {
    const { state, usage, look, pass, stop } = watch();
    state.hangs.add('b');
    await look({ cluster: 'b', namespace: 'prod' }, dev);
    await pass(15);
    expect(state.asked.filter(asked => asked.startsWith('a'))).toHaveLength(2);
    expect(state.asked.filter(asked => asked.startsWith('b'))).toHaveLength(1);
    expect(usage.of('b', 'prod')?.measurement).toEqual({
      state: 'failed',
      problem: clusterProblem('silentRequest', { cluster: 'b' }),
    });
    await stop();
  });
});
