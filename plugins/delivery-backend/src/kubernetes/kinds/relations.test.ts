import { deploymentRecord, podRecord } from '../../__testUtils__/records';
import type { RelatedRecord } from '../projection/relatedRecords';
import { endpointSliceKind } from './endpointSlice';
import { eventKind } from './event';
import { httpRouteKind } from './httpRoute';
import { ingressKind } from './ingress';
import { relatedKinds } from './watchedKinds';

const createdAt = '2026-01-01T00:00:00Z';
const named = { uid: 'u', name: 'orders-x', namespace: 'dev' };
const workload = deploymentRecord({
  podLabels: { app: 'orders', tier: 'backend' },
  desired: 3,
  created: 3,
});
const pods = [podRecord('orders-1', { claims: ['orders-data'] })];

const service = (
  selector?: Record<string, string>,
  name = 'web',
): RelatedRecord => ({ ...named, kind: 'Service', name, selector, createdAt });
const claim = (name: string): RelatedRecord => ({
  ...named,
  kind: 'PersistentVolumeClaim',
  name,
  phase: 'Bound',
  createdAt,
});
const autoscaler = (kind: string, name: string): RelatedRecord => ({
  ...named,
  kind: 'HorizontalPodAutoscaler',
  createdAt,
  target: { kind, name },
  min: 1,
  max: 2,
  current: 1,
  desired: 1,
  metrics: [],
  conditions: [],
});
const budget = (
  matchLabels: Record<string, string>,
  ...matchExpressions: { key: string; operator: string; values: string[] }[]
): RelatedRecord => ({
  ...named,
  kind: 'PodDisruptionBudget',
  selector: { matchLabels, matchExpressions },
  rule: 'minAvailable: 1',
  allowed: 0,
  healthy: 1,
  desiredHealthy: 1,
  expected: 1,
});
const quota: RelatedRecord = {
  ...named,
  kind: 'ResourceQuota',
  hard: {},
  used: {},
};

const cases: [name: string, record: RelatedRecord, isRelated: boolean][] = [
  ['a Service whose selector matches', service({ app: 'orders' }), true],
  ['a Service of other pods', service({ app: 'billing' }), false],
  ['a Service without a selector', service(undefined, 'orders'), false],
  ['a Service with an empty selector', service({}), false],
  [
    'a Service of its name whose selector does not match',
    service({ app: 'order' }, 'orders'),
    true,
  ],
  ['a claim that a pod mounts', claim('orders-data'), true],
  ['a claim of other pods', claim('billing-data'), false],
  ['an autoscaler of it', autoscaler('Deployment', 'orders'), true],
  ['an autoscaler of another kind', autoscaler('StatefulSet', 'orders'), false],
  ['an autoscaler of another name', autoscaler('Deployment', 'bills'), false],
  ['a budget whose labels match', budget({ app: 'orders' }), true],
  ['a budget with other labels', budget({ app: 'billing' }), false],
  ['a budget of all pods', budget({}), true],
  ...(
    [
      ['In', 'app', ['orders'], true],
      ['In', 'zone', ['a'], false],
      ['NotIn', 'app', ['orders'], false],
      ['NotIn', 'zone', ['a'], true],
      ['Exists', 'tier', [], true],
      ['Exists', 'zone', [], false],
      ['DoesNotExist', 'zone', [], true],
      ['DoesNotExist', 'tier', [], false],
      ['Gt', 'tier', ['1'], false],
    ] as const
  ).map(([operator, key, values, expected]): (typeof cases)[number] => [
    `a budget with ${operator} ${key} ${values}`,
    budget({}, { key, operator, values: [...values] }),
    expected,
  ]),
  ['a quota of a workload that has all its pods', quota, false],
];

function isRelated(record: RelatedRecord, of = workload): boolean | undefined {
  return relatedKinds
    .find(({ kind }) => kind === record.kind)
    ?.relatesTo?.(record, of, () => pods);
}

describe('relations of objects to a workload', () => {
  it.each(cases)('%s', (_name, record, expected) => {
    expect(isRelated(record)).toBe(expected);
  });

  it('a quota of a workload that lacks pods', () => {
    const blocked = deploymentRecord({ desired: 3, created: 1 });
    expect(isRelated(quota, blocked)).toBe(true);
  });

  it('an event describes the object that it is about', () => {
    const about = { kind: 'Pod', name: 'orders-1', uid: 'pod-1' };
    expect(
      eventKind.describes?.({
        ...named,
        kind: 'Event',
        about,
        type: 'Warning',
        reason: 'BackOff',
        message: '',
        count: 1,
        firstAt: createdAt,
        lastAt: createdAt,
      }),
    ).toEqual([{ ...about, namespace: 'dev' }]);
  });

  it('an EndpointSlice, an Ingress and an HTTPRoute describe their Services', () => {
    const ref = { kind: 'Service', namespace: 'dev', name: 'web' };
    const slice = { ...named, kind: 'EndpointSlice' } as const;
    const endpoints = {
      service: 'web',
      addressType: 'IPv4',
      ready: ['pod'],
      notReady: [],
      draining: [],
    };
    expect(endpointSliceKind.describes?.({ ...slice, ...endpoints })).toEqual([
      ref,
    ]);
    for (const { kind, describes } of [ingressKind, httpRouteKind]) {
      const route = { ...named, kind, services: ['web'], addresses: [] };
      expect(describes?.(route)).toEqual([ref]);
    }
  });
});
