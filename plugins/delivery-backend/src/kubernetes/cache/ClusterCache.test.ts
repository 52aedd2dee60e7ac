import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import {
  daemonSetRecord,
  deploymentRecord,
  podRecord,
  revisionRecord,
} from '../../__testUtils__/records';
import type { DeliveryRecord, WorkloadRecord } from '../projection/records';
import { watchedKinds } from '../projection/watchedKinds';
import { ClusterCache } from './ClusterCache';
import type { ReflectorSync } from './Reflector';

const NOON = '2026-01-01T12:00:00.000Z';

function setUp() {
  const told: string[] = [];
  const cache = ClusterCache.create({
    accepts: namespace => namespace !== 'elsewhere',
    onChange: change =>
      told.push(change.type === 'workload' ? change.workload.uid : change.type),
    now: () => Date.parse(NOON),
  });
  return {
    cache,
    /** What was told since the last time */
    told: () => told.splice(0),
    put: (...records: DeliveryRecord[]) =>
      records.forEach(record => cache.target(record.kind).upsert(record)),
    remove: (record: DeliveryRecord) =>
      cache.target(record.kind).remove(record.uid),
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
        deploymentRecord({ uid: 'nobodys' }),
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

    it('as they are labelled now', () => {
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
      cache.target('Deployment').replace([...cache.workloadsIn('dev'), away]);
      expect(cache.namespaces()).toEqual(['dev']);
      expect(uids(cache.workloadsIn('dev'))).toEqual(['orders']);
      expect(cache.claimedBy(claim)).toEqual([]);
      expect(tree(away)).toEqual([]);
      expect(cache.counts()).toEqual(new Map([['Deployment', 1]]));
    });
  });

  describe('knows what belongs to a workload', () => {
    it('through its revisions, or at once as a DaemonSet’s pods', () => {
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
        podRecord('nobodys'),
      );
      expect(tree(orders)).toEqual(['orders-1', 'orders-1-x']);
      expect(tree(agent)).toEqual(['agent-1', 'agent-x']);
    });

    it('tells of a change in any of it', () => {
      const { put, remove, told } = setUp();
      put(orders, replicaSet, pod);
      expect(told()).toEqual(['orders', 'orders', 'orders']);
      put({ ...pod, status: 'failing' });
      remove(pod);
      remove(pod);
      expect(told()).toEqual(['orders', 'orders']);
    });

    it('though the pod comes before its ReplicaSet, and that before its Deployment', () => {
      const { put, told, tree } = setUp();
      put(pod);
      put(replicaSet);
      expect(told()).toEqual([]);
      put(orders);
      expect(told()).toEqual(['orders']);
      expect(tree(orders)).toEqual(['orders-1', 'orders-1-x']);
    });

    it('and tells both of what goes from one to another', () => {
      const { put, told, tree } = setUp();
      const other = deploymentRecord({ uid: 'other' });
      put(orders, other, replicaSet, pod);
      told();
      put({ ...replicaSet, ownerUid: 'other' });
      expect(told()).toEqual(['orders', 'other']);
      expect(tree(orders)).toEqual([]);
      expect(tree(other)).toEqual(['orders-1', 'orders-1-x']);
    });

    it('until its owner is gone, and nothing of it goes to the next of the same name', () => {
      const { cache, put, remove, told, tree } = setUp();
      put(orders, replicaSet, pod);
      told();
      remove(orders);
      expect(told()).toEqual(['orders']);
      expect(cache.workloadsIn('dev')).toEqual([]);

      const successor = deploymentRecord({ uid: 'orders-again' });
      put(successor);
      told();
      expect(tree(successor)).toEqual([]);
      remove(replicaSet);
      remove(pod);
      expect(told()).toEqual([]);
      expect(cache.counts()).toEqual(new Map([['Deployment', 1]]));
    });
  });

  it('takes a list for all there is of its kind, and of no other', () => {
    const { cache, put, told, tree } = setUp();
    const second = podRecord('orders-1-y', { ownerUid: 'orders-1' });
    put(orders, replicaSet, pod);
    told();
    cache.target('Pod').replace([second]);
    expect(told()).toEqual(['all']);
    expect(tree(orders)).toEqual(['orders-1', 'orders-1-y']);
  });

  describe('is as fresh as the kind that is worst off', () => {
    type Syncs = Partial<Record<DeliveryRecord['kind'], ReflectorSync>>;
    const synced: ReflectorSync = { state: 'synced', since: NOON };

    function cacheWith(syncs: Syncs, others = synced) {
      const { cache } = setUp();
      for (const { kind } of watchedKinds) {
        cache.target(kind).setSync(syncs[kind] ?? others);
      }
      return cache;
    }

    it.each(['synced', 'syncing', 'stale', 'failed'] as const)('%s', state => {
      const cache = cacheWith({ Pod: { ...synced, state } });
      expect(cache.sync().state).toBe(state);
    });

    it('with the error of that kind, which is told', () => {
      const { cache, told } = setUp();
      const message = "Cluster 'a' does not let the portal read pods";
      const failed = { state: 'failed' as const, since: NOON, message };
      for (const { kind } of watchedKinds) cache.target(kind).setSync(synced);
      told();
      cache.target('Pod').setSync(failed);
      expect(told()).toEqual(['all']);
      expect(cache.sync()).toEqual(failed);
      cache.target('Pod').setSync(synced);
      expect(cache.sync()).toEqual(synced);
    });

    it('fresh since the last kind came, and not fresh since the first went', () => {
      const at = (state: ReflectorSync['state'], hour: number) => ({
        state,
        since: `2026-01-01T${hour}:00:00.000Z`,
      });
      const came = { Pod: at('synced', 14), ReplicaSet: at('synced', 13) };
      expect(cacheWith(came).sync()).toEqual(at('synced', 14));
      const went = { Pod: at('stale', 14), ReplicaSet: at('stale', 13) };
      expect(cacheWith(went).sync()).toEqual(at('stale', 13));
    });

    it('and with the workloads of engines and routes, but for what a cluster keeps from us', () => {
      const cache = cacheWith({});
      const message = 'It answered 500';
      const failed = { state: 'failed' as const, since: NOON, message };
      cache.engines.setWorkloadSync('rollouts', failed);
      expect(cache.syncWithRoutes()).toEqual(failed);
      expect(cache.sync()).toEqual(synced);
      cache.engines.setWorkloadSync('rollouts', {
        ...failed,
        isForbidden: true,
      });
      cache.engines.target('AnalysisRun', 'analysisruns').setSync(failed);
      expect(cache.syncWithRoutes()).toEqual(synced);
      for (const kind of ['Service', 'Ingress', 'HTTPRoute'] as const) {
        const { setSync } = cache.context.target(kind);
        setSync({ ...synced, state: 'syncing' });
        expect(cache.syncWithRoutes().state).toBe('syncing');
        setSync(synced);
      }
      cache.context.target('Event').setSync(failed);
      expect(cache.syncWithRoutes()).toEqual(synced);
      cache.target('Pod').setSync({ ...synced, state: 'stale' });
      cache.context.target('Service').setSync({ ...synced, state: 'syncing' });
      expect(cache.syncWithRoutes().state).toBe('syncing');
    });

    it('which is not read at all before every kind was heard of', () => {
      const { cache } = setUp();
      expect(cache.sync()).toEqual({ state: 'syncing', since: NOON });
      cache.target('Pod').setSync(synced);
      expect(cache.sync().state).toBe('syncing');
    });

    it('and settled only when every kind has an outcome, whatever one of them is', () => {
      const failed: Syncs = { Pod: { ...synced, state: 'failed' } };
      const syncing: ReflectorSync = { ...synced, state: 'syncing' };
      expect(cacheWith(failed, syncing).isSettled()).toBe(false);
      expect(cacheWith(failed).isSettled()).toBe(true);
    });
  });
});
