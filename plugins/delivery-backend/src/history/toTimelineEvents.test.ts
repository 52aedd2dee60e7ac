import type { PodRecord, WorkloadSnapshot } from '../kubernetes';
import { toTimelineEvents } from './toTimelineEvents';
import { mergeTimelineEvents } from './recordedTimelineEvent';

const workload: WorkloadSnapshot['workload'] = {
  kind: 'Deployment',
  uid: 'w',
  name: 'orders',
  namespace: 'dev',
  labels: {},
  createdAt: '2026-01-01T00:00:00Z',
  deleting: false,
  template: { images: ['orders:1'], mainImage: 'orders:1', containers: [] },
  podLabels: {},
  generation: 1,
  observedGeneration: 1,
  conditions: [],
  revision: 1,
  paused: false,
  desired: 1,
  created: 1,
  updated: 1,
  ready: 1,
  available: 1,
};
const pod = (rest: Partial<PodRecord>): PodRecord => ({
  kind: 'Pod',
  uid: 'p',
  name: 'orders-p',
  namespace: 'dev',
  createdAt: '2026-01-01T00:00:00Z',
  deleting: false,
  status: 'ready',
  isReady: true,
  digests: {},
  restarts: 0,
  ...rest,
});
const restarted = (restarts: number, at: string) =>
  pod({
    containers: [
      {
        name: 'orders',
        type: 'main',
        image: 'orders:1',
        ready: true,
        started: true,
        restarts,
        lastTerminated: { exitCode: 137, reason: 'OOMKilled', at },
        probes: [],
      },
    ],
  });
const unhealthy = (message: string, count: number) => ({
  kind: 'Event' as const,
  uid: 'e',
  name: 'orders-p.1',
  namespace: 'dev',
  about: { kind: 'Pod', name: 'orders-p', uid: 'p' },
  type: 'Warning',
  reason: 'Unhealthy',
  message,
  count,
  firstAt: '2026-01-01T00:00:00Z',
  lastAt: '2026-01-01T00:03:00Z',
});

function happeningsOf(
  pods: PodRecord[],
  events: WorkloadSnapshot['relatedObjects']['events'] = [],
) {
  return toTimelineEvents(
    {
      workload,
      revisions: [],
      pods,
      relatedObjects: {
        events,
        services: [],
        claims: [],
        autoscalers: [],
        budgets: [],
        quotas: [],
        nodes: [],
      },
      engineContext: [],
    },
    'a',
  );
}

describe('toTimelineEvents', () => {
  it('merges the restarts of an hour from several observations', () => {
    const [first] = happeningsOf([restarted(3, '2026-01-01T10:05:00Z')]);
    const [last] = happeningsOf([restarted(7, '2026-01-01T10:50:00Z')]);
    const [next] = happeningsOf([restarted(8, '2026-01-01T11:00:00Z')]);
    expect(first.id).toBe(last.id);
    expect(next.id).not.toBe(last.id);
    const both = mergeTimelineEvents(first, last);
    expect(mergeTimelineEvents(last, first)).toEqual(both);
    expect(both).toMatchObject({
      event: {
        type: 'restarted',
        container: 'orders',
        exitCode: 137,
        reason: 'OOMKilled',
      },
      pod: 'orders-p',
      firstAt: '2026-01-01T10:05:00.000Z',
      lastAt: '2026-01-01T10:50:00.000Z',
      firstNumber: 3,
      lastNumber: 7,
    });
  });

  it.each([
    ['Liveness probe failed: HTTP 503', 'liveness'],
    ['Readiness probe failed: timeout', 'readiness'],
    ['Startup probe failed: refused', 'startup'],
    ['Probe was odd', 'unknown'],
  ])('counts failures of a probe: %s', (message, probe) => {
    expect(happeningsOf([pod({})], [unhealthy(message, 12)])).toMatchObject([
      {
        event: { type: 'probe-failed', probe, message },
        firstNumber: 1,
        lastNumber: 12,
        pod: 'orders-p',
      },
    ]);
  });

  it('describes an eviction', () => {
    const evicted = pod({
      status: 'failed',
      disruption: {
        reason: 'Evicted',
        message: 'The node was low on resource: memory.',
        time: '2026-01-01T10:00:00Z',
      },
    });
    expect(happeningsOf([evicted])).toMatchObject([
      {
        event: { type: 'evicted', reason: 'Evicted' },
        lastAt: '2026-01-01T10:00:00.000Z',
      },
    ]);
  });

  it('describes nothing of a healthy workload', () => {
    expect(happeningsOf([pod({})])).toEqual([]);
  });
});
