import { templateRecord } from '../../__testUtils__/records';
import fc from 'fast-check';
import { relatedKinds } from '../kinds/watchedKinds';
import type { CacheChange } from '../model';
import type { RelatedRecord } from '../projection/relatedRecords';
import type {
  DeliveryRecord,
  DeploymentRecord,
  PodRecord,
} from '../projection/records';
import { ClusterCache } from './ClusterCache';

const createdAt = '2026-01-01T00:00:00Z';

function deployment(uid: number, namespace: string, n: number) {
  return {
    kind: 'Deployment',
    uid: `deployment-${namespace}-${uid}`,
    name: `orders-${uid}`,
    namespace,
    labels: {},
    podLabels: { app: `orders-${uid}` },
    createdAt,
    deleting: false,
    template: templateRecord('orders:1'),
    generation: 1,
    observedGeneration: 1,
    conditions: [],
    revision: 1,
    paused: false,
    desired: 3,
    created: n,
    updated: n,
    ready: n,
    available: n,
  } satisfies DeploymentRecord;
}

function pod(uid: number, namespace: string, n: number) {
  return {
    kind: 'Pod',
    uid: `pod-${namespace}-${uid}`,
    name: `orders-${uid}-x`,
    namespace,
    createdAt,
    deleting: false,
    ownerUid: `deployment-${namespace}-${uid}`,
    status: 'ready',
    isReady: true,
    restarts: 0,
    digests: {},
    node: `worker-${n % 2}`,
    claims: [`orders-${n % 2}`],
  } satisfies PodRecord;
}

/** A record of a kind that explains a workload; the number decides its state. */
function relatedRecord(
  kind: RelatedRecord['kind'],
  uid: number,
  namespace: string,
  n: number,
): RelatedRecord {
  const own = { uid: `${kind}-${namespace}-${uid}`, namespace };
  const named = { ...own, name: `orders-${uid}` };
  const labels = { app: `orders-${n % 2 ? uid : 1 - uid}` };
  const conditions = [
    { type: 'ScalingActive', status: n % 2 ? 'True' : 'False' },
  ];
  switch (kind) {
    case 'Event':
      return {
        ...named,
        kind,
        about: {
          kind: n % 2 ? 'Pod' : 'PersistentVolumeClaim',
          name: `orders-${uid}`,
          uid: `${n % 2 ? 'pod' : kind}-${namespace}-${uid}`,
          fieldPath: 'spec.containers{app}',
        },
        type: 'Warning',
        reason: n % 2 ? 'Unhealthy' : 'ProvisioningFailed',
        message: `Readiness probe failed: ${n}`,
        count: n,
        firstAt: createdAt,
        lastAt: createdAt,
      };
    case 'Service':
      return { ...named, kind, selector: labels, createdAt };
    case 'EndpointSlice':
      return {
        ...named,
        kind,
        service: `orders-${uid}`,
        addressType: 'IPv4',
        ready: n % 3 ? [`ready-${n}`] : [],
        notReady: [`pod-${n}`],
        draining: [],
      };
    case 'PersistentVolumeClaim':
      return {
        ...named,
        kind,
        phase: n % 2 ? 'Lost' : 'Pending',
        createdAt,
      };
    case 'HorizontalPodAutoscaler':
      return {
        ...named,
        kind,
        createdAt,
        target: { kind: 'Deployment', name: `orders-${n % 2 ? uid : 1 - uid}` },
        min: 1,
        max: n,
        current: n,
        desired: n,
        metrics: [],
        conditions,
      };
    case 'PodDisruptionBudget':
      return {
        ...named,
        kind,
        selector: { matchLabels: labels, matchExpressions: [] },
        rule: `minAvailable: ${n}`,
        allowed: n % 2,
        healthy: n,
        desiredHealthy: n,
        expected: n,
      };
    case 'ResourceQuota':
      return { ...named, kind, hard: { pods: '4' }, used: { pods: `${n}` } };
    case 'Node':
      return {
        ...own,
        kind,
        name: `worker-${uid}`,
        ready: n % 2 ? 'True' : 'Unknown',
        unschedulable: n % 3 === 0,
        taints: [],
      };
    case 'Ingress':
    case 'HTTPRoute':
      return {
        ...named,
        kind,
        services: [`orders-${n % 2 ? uid : 1 - uid}`],
        addresses: [`https://orders.example/${n}`],
      };
    default:
      return kind satisfies never;
  }
}
const anyEvent = fc.record({
  kind: fc.constantFrom(
    'Deployment' as const,
    'Pod' as const,
    ...relatedKinds.map(({ kind }) => kind),
  ),
  what: fc.constantFrom('upsert', 'upsert', 'upsert', 'remove', 'replace'),
  namespace: fc.constantFrom('dev', 'elsewhere'),
  uid: fc.integer({ min: 0, max: 1 }),
  n: fc.integer({ min: 1, max: 4 }),
});

function recordingCache() {
  const reported: CacheChange[] = [];
  const cache = ClusterCache.create({
    accepts: namespace => namespace === 'dev',
    engines: [],
    onChange: change => reported.push(change),
    now: () => 0,
  });
  return { cache, reported };
}

/** Related objects and routes of each workload, as text. */
function seen(cache: ClusterCache): Map<string, string> {
  return new Map(
    cache
      .namespaces()
      .flatMap(namespace => cache.workloadsIn(namespace))
      .map(workload => [
        workload.uid,
        JSON.stringify([
          cache.snapshot(workload).relatedObjects,
          cache.routes(cache.tree(workload)),
        ]),
      ]),
  );
}

describe('the related objects of a workload', () => {
  it('are reported as changed for every workload that they belong to, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { minLength: 40, maxLength: 80 }),
        events => {
          const { cache, reported } = recordingCache();
          for (const { kind } of relatedKinds) {
            cache.stores.related
              .target(kind)
              .setSync({ state: 'synced', since: createdAt });
          }
          for (const { kind, what, namespace, uid, n } of events) {
            const before = seen(cache);
            reported.length = 0;
            const act = <T extends { uid: string }>(
              target: {
                upsert(record: T): void;
                remove(uid: string): void;
                replace(records: T[]): void;
              },
              record: T,
            ) => {
              if (what === 'upsert') target.upsert(record);
              else if (what === 'remove') target.remove(record.uid);
              else target.replace([record]);
            };
            if (kind === 'Deployment' || kind === 'Pod') {
              const make = kind === 'Pod' ? pod : deployment;
              const record: DeliveryRecord = make(uid, namespace, n);
              act(cache.stores.workloads.target(kind), record);
            } else {
              const record = relatedRecord(kind, uid, namespace, n);
              act(cache.stores.related.target(kind), record);
            }
            const isReported = (workloadUid: string) =>
              reported.some(
                change =>
                  change.type === 'all' ||
                  (change.type === 'workload' &&
                    change.workload.uid === workloadUid),
              );
            const unreported = [...seen(cache)].filter(
              ([workloadUid, text]) =>
                before.get(workloadUid) !== text && !isReported(workloadUid),
            );
            expect(unreported).toEqual([]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are not reported when nothing that is kept has changed', () => {
    const { cache, reported } = recordingCache();
    cache.stores.workloads.target('Deployment').upsert(deployment(1, 'dev', 1));
    cache.stores.workloads.target('Pod').upsert(pod(1, 'dev', 1));
    const nodes = cache.stores.related.target('Node');
    nodes.upsert(relatedRecord('Node', 1, '', 1));
    reported.length = 0;
    nodes.upsert(relatedRecord('Node', 1, '', 1));
    expect(reported).toEqual([]);
  });

  it('are reported only for the workloads that they belong to', () => {
    const { cache, reported } = recordingCache();
    for (const uid of [0, 1]) {
      cache.stores.workloads
        .target('Deployment')
        .upsert(deployment(uid, 'dev', 1));
    }
    const events = cache.stores.related.target('Event');
    cache.stores.workloads.target('Pod').upsert(pod(1, 'dev', 1));
    reported.length = 0;
    events.upsert(relatedRecord('Event', 1, 'dev', 1));
    expect(reported).toEqual([
      { type: 'workload', workload: deployment(1, 'dev', 1) },
    ]);
  });
});
