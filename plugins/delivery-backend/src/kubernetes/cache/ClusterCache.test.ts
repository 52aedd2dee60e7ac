import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type { RolloutEngine } from '@fairway/backstage-plugin-delivery-node';
import {
  daemonSetRecord,
  deploymentRecord,
  podRecord,
  revisionRecord,
} from '../../__testUtils__/records';
import type { DeliveryRecord, WorkloadRecord } from '../projection/records';
import { workloadKinds } from '../kinds/watchedKinds';
import { ClusterCache } from './ClusterCache';
import type { ReflectorSync } from './ReflectorTarget';

/** An engine with one kind of workloads and one kind of other objects. */
const engine: RolloutEngine = {
  name: 'canary',
  workloads: [
    {
      kind: 'Rollout',
      resource: 'rollouts',
      path: '/apis/argoproj.io/v1alpha1/rollouts',
      project: () => {
        throw new Error('not read in this test');
      },
    },
  ],
  context: [
    {
      kind: 'AnalysisRun',
      resource: 'analysisruns',
      path: '/apis/argoproj.io/v1alpha1/analysisruns',
      project: () => ({}),
    },
    {
      kind: 'VirtualService',
      resource: 'virtualservices',
      path: '/apis/networking.istio.io/v1/virtualservices',
      project: () => ({}),
      isShared: true,
    },
  ],
  describe: () => {
    throw new Error('not described in this test');
  },
  actions: () => [],
  patch: () => [],
};

const NOON = '2026-01-01T12:00:00.000Z';

function setUp() {
  const reported: string[] = [];
  const cache = ClusterCache.create({
    accepts: namespace => namespace !== 'elsewhere',
    engines: [engine],
    onChange: change =>
      reported.push(
        change.type === 'workload' ? change.workload.uid : change.type,
      ),
    now: () => Date.parse(NOON),
  });
  return {
    cache,
    /** Changes reported since the last call */
    reported: () => reported.splice(0),
    put: (...records: DeliveryRecord[]) =>
      records.forEach(record =>
        cache.stores.workloads.target(record.kind).upsert(record),
      ),
    remove: (record: DeliveryRecord) =>
      cache.stores.workloads.target(record.kind).remove(record.uid),
    tree: (workload: WorkloadRecord) => {
      const { revisions, pods } = cache.tree(workload);
      return [...revisions, ...pods].map(({ uid }) => uid);
    },
  };
}

const uids = (records: DeliveryRecord[]) => records.map(({ uid }) => uid);
const orders = deploymentRecord({ uid: 'orders' });
const replicaSet = revisionRecord('orders-1', 1, { ownerUid: 'orders' });
const pod = podRecord('orders-1-x', { ownerUid: 'orders-1' });

describe('ClusterCache', () => {
  describe('finds workloads', () => {
    const labelled = (uid: string, id: string, entity?: string) =>
      deploymentRecord({ uid, labels: { [KUBERNETES_ID]: id }, entity });
    const entityRef = 'component:default/orders';
    const claim = { id: 'orders', entityRef };

    it('by the id in their label and the entity in their annotation, each once', () => {
      const { cache, put } = setUp();
      put(
        labelled('by-id', 'orders'),
        labelled('by-both', 'orders', entityRef),
        deploymentRecord({ uid: 'by-entity', entity: entityRef }),
        labelled('other', 'billing', 'component:default/billing'),
        deploymentRecord({ uid: 'unclaimed' }),
      );
      expect(uids(cache.claimedBy(claim))).toEqual([
        'by-id',
        'by-both',
        'by-entity',
      ]);
      expect(uids(cache.claimedBy({ entityRef }))).toEqual([
        'by-both',
        'by-entity',
      ]);
    });

    it('by their current labels', () => {
      const { cache, put } = setUp();
      put(labelled('a', 'billing'), labelled('b', 'orders'));
      put(labelled('a', 'orders'), labelled('b', 'billing'));
      expect(uids(cache.claimedBy(claim))).toEqual(['a']);
    });

    it('by namespace, but only in those of the environments', () => {
      const { cache, put, tree } = setUp();
      const elsewhere = { namespace: 'elsewhere' };
      const away = deploymentRecord({
        ...elsewhere,
        uid: 'away',
        labels: { [KUBERNETES_ID]: 'orders' },
      });
      put(orders, deploymentRecord({ uid: 'b', namespace: 'staging' }));
      put(away, podRecord('p', { ...elsewhere, ownerUid: 'away' }));
      cache.stores.workloads
        .target('Deployment')
        .replace([...cache.workloadsIn('dev'), away]);
      expect(cache.namespaces()).toEqual(['dev']);
      expect(uids(cache.workloadsIn('dev'))).toEqual(['orders']);
      expect(cache.claimedBy(claim)).toEqual([]);
      expect(tree(away)).toEqual([]);
      expect(cache.counts()).toEqual(new Map([['Deployment', 1]]));
    });
  });

  describe('knows what belongs to a workload', () => {
    it('through its revisions, or directly for the pods of a DaemonSet', () => {
      const { put, tree } = setUp();
      const agent = daemonSetRecord({ uid: 'agent' });
      put(
        orders,
        agent,
        replicaSet,
        pod,
        podRecord('agent-x', { ownerUid: 'agent' }),
        revisionRecord('agent-1', 1, {
          kind: 'ControllerRevision',
          ownerUid: 'agent',
        }),
        podRecord('unclaimed'),
      );
      expect(tree(orders)).toEqual(['orders-1', 'orders-1-x']);
      expect(tree(agent)).toEqual(['agent-1', 'agent-x']);
    });

    it('and reports a change in any of it', () => {
      const { put, remove, reported } = setUp();
      put(orders, replicaSet, pod);
      expect(reported()).toEqual(['orders', 'orders', 'orders']);
      put({ ...pod, status: 'failing' });
      remove(pod);
      remove(pod);
      expect(reported()).toEqual(['orders', 'orders']);
    });

    it('even if the pod arrives before its ReplicaSet, and that before its Deployment', () => {
      const { put, reported, tree } = setUp();
      put(pod);
      put(replicaSet);
      expect(reported()).toEqual([]);
      put(orders);
      expect(reported()).toEqual(['orders']);
      expect(tree(orders)).toEqual(['orders-1', 'orders-1-x']);
    });

    it('and reports both workloads when an object changes its owner', () => {
      const { put, reported, tree } = setUp();
      const other = deploymentRecord({ uid: 'other' });
      put(orders, other, replicaSet, pod);
      reported();
      put({ ...replicaSet, ownerUid: 'other' });
      expect(reported()).toEqual(['orders', 'other']);
      expect(tree(orders)).toEqual([]);
      expect(tree(other)).toEqual(['orders-1', 'orders-1-x']);
    });

    it('until its owner is deleted, and gives nothing to a successor of the same name', () => {
      const { cache, put, remove, reported, tree } = setUp();
      put(orders, replicaSet, pod);
      reported();
      remove(orders);
      expect(reported()).toEqual(['orders']);
      expect(cache.workloadsIn('dev')).toEqual([]);

      const successor = deploymentRecord({ uid: 'orders-again' });
      put(successor);
      reported();
      expect(tree(successor)).toEqual([]);
      remove(replicaSet);
      remove(pod);
      expect(reported()).toEqual([]);
      expect(cache.counts()).toEqual(new Map([['Deployment', 1]]));
    });
  });

  it('takes a list as all records of its kind, and of no other kind', () => {
    const { cache, put, reported, tree } = setUp();
    const second = podRecord('orders-1-y', { ownerUid: 'orders-1' });
    put(orders, replicaSet, pod);
    reported();
    cache.stores.workloads.target('Pod').replace([second]);
    expect(reported()).toEqual(['all']);
    expect(tree(orders)).toEqual(['orders-1', 'orders-1-y']);
  });

  describe('is as fresh as its least fresh kind', () => {
    type Syncs = Partial<Record<DeliveryRecord['kind'], ReflectorSync>>;
    const synced: ReflectorSync = { state: 'synced', since: NOON };

    function cacheWith(syncs: Syncs, others = synced) {
      const { cache } = setUp();
      for (const { kind } of workloadKinds) {
        cache.stores.workloads.target(kind).setSync(syncs[kind] ?? others);
      }
      return cache;
    }

    it.each(['synced', 'syncing', 'stale', 'failed'] as const)('%s', state => {
      const cache = cacheWith({ Pod: { ...synced, state } });
      expect(cache.sync().state).toBe(state);
    });

    it('with the error of that kind, which is reported', () => {
      const { cache, reported } = setUp();
      const message = "Cluster 'a' does not let the portal read pods";
      const failed = { state: 'failed' as const, since: NOON, message };
      for (const { kind } of workloadKinds)
        cache.stores.workloads.target(kind).setSync(synced);
      reported();
      cache.stores.workloads.target('Pod').setSync(failed);
      expect(reported()).toEqual(['all']);
      expect(cache.sync()).toEqual(failed);
      cache.stores.workloads.target('Pod').setSync(synced);
      expect(cache.sync()).toEqual(synced);
    });

    it('synced since the last kind was, and stale since the first kind was', () => {
      const at = (state: ReflectorSync['state'], hour: number) => ({
        state,
        since: `2026-01-01T${hour}:00:00.000Z`,
      });
      const came = { Pod: at('synced', 14), ReplicaSet: at('synced', 13) };
      expect(cacheWith(came).sync()).toEqual(at('synced', 14));
      const went = { Pod: at('stale', 14), ReplicaSet: at('stale', 13) };
      expect(cacheWith(went).sync()).toEqual(at('stale', 13));
    });

    it('including workloads of engines and routes, except for forbidden kinds', () => {
      const cache = cacheWith({});
      const message = 'It answered 500';
      const failed = { state: 'failed' as const, since: NOON, message };
      cache.stores.workloads.target('Rollout').setSync(failed);
      expect(cache.syncWithRoutes()).toEqual(failed);
      expect(cache.sync()).toEqual(synced);
      cache.stores.workloads
        .target('Rollout')
        .setSync({ ...failed, isForbidden: true });
      cache.stores.engineObjects.target('AnalysisRun').setSync(failed);
      expect(cache.syncWithRoutes()).toEqual(synced);
      for (const kind of ['Service', 'Ingress', 'HTTPRoute'] as const) {
        const { setSync } = cache.stores.related.target(kind);
        setSync({ ...synced, state: 'syncing' });
        expect(cache.syncWithRoutes().state).toBe('syncing');
        setSync(synced);
      }
      cache.stores.related.target('Event').setSync(failed);
      expect(cache.syncWithRoutes()).toEqual(synced);
      cache.stores.workloads
        .target('Pod')
        .setSync({ ...synced, state: 'stale' });
      cache.stores.related
        .target('Service')
        .setSync({ ...synced, state: 'syncing' });
      expect(cache.syncWithRoutes().state).toBe('syncing');
    });

    it('and is syncing before every kind has been read', () => {
      const { cache } = setUp();
      expect(cache.sync()).toEqual({ state: 'syncing', since: NOON });
      cache.stores.workloads.target('Pod').setSync(synced);
      expect(cache.sync().state).toBe('syncing');
    });

    it('and is settled when every kind has an outcome, even if one failed', () => {
      const failed: Syncs = { Pod: { ...synced, state: 'failed' } };
      const syncing: ReflectorSync = { ...synced, state: 'syncing' };
      expect(cacheWith(failed, syncing).isSettled()).toBe(false);
      expect(cacheWith(failed).isSettled()).toBe(true);
    });
  });

  it('keeps shared objects of engines for the workloads that refer to them', () => {
    const { cache, put, reported } = setUp();
    const { kind: _, ...record } = deploymentRecord({ uid: 'shop' });
    const { observedGeneration, conditions, ...counts } = record;
    const rollout = {
      ...record,
      kind: 'Rollout',
      engine: 'canary',
      own: {
        hashLabel: 'hash',
        observedGeneration,
        conditions: [],
        desired: counts.desired,
        created: counts.created,
        updated: counts.updated,
        ready: counts.ready,
        available: counts.available,
        refersTo: [
          { kind: 'VirtualService', namespace: 'elsewhere', name: 'mesh' },
        ],
        data: {},
      },
      conditions,
    };
    put(rollout);
    reported();
    const { upsert } = cache.stores.engineObjects.target('VirtualService');
    const object = (name: string) => ({
      uid: name,
      kind: 'VirtualService',
      namespace: 'elsewhere',
      name,
      data: {},
    });
    upsert(object('mesh'));
    upsert(object('other'));
    cache.stores.engineObjects
      .target('AnalysisRun')
      .upsert({ ...object('run'), kind: 'AnalysisRun' });
    expect(reported()).toEqual(['shop']);
    expect(cache.snapshot(rollout).engineContext).toEqual([object('mesh')]);
  });
});
