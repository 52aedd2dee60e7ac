import {
  KUBERNETES_ID,
  applyDeliveryEvent,
  deliveryEventSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import fc from 'fast-check';
import { ManualClock, settle } from '../../__testUtils__/ManualClock';
import { emptyClusters } from '../../__testUtils__/emptyClusters';
import type {
  CronJobRecord,
  DeliveryRecord,
  DeploymentRecord,
  JobRecord,
  NamespaceRef,
  NamespaceUsage,
  PodRecord,
  ReflectorTarget,
  RevisionRecord,
  SeriesRecord,
} from '../../kubernetes';
import { DeliveryReader } from '../delivery/DeliveryReader';
import { RolloutEngines } from '../rollouts/RolloutEngines';
import { DeliveryHub } from './DeliveryHub';

const environments = [
  { name: 'dev', cluster: 'a', namespaces: ['dev'], production: false },
  { name: 'prod', cluster: 'b', namespaces: ['prod'], production: true },
];
const view = {
  query: { entityRef: 'component:default/orders', id: 'orders' },
  environments: ['dev', 'prod'],
};

function portal() {
  const clock = new ManualClock();
  const clusters = emptyClusters({ environments, clock });
  const measured = new Set<(place: NamespaceRef) => void>();
  const usage = {
    known: new Map<string, NamespaceUsage>(),
    woken: 0,
    of: (cluster: string) => usage.known.get(cluster),
    subscribe: (listener: (place: NamespaceRef) => void) => {
      measured.add(listener);
      return () => measured.delete(listener);
    },
    wake: () => {
      usage.woken += 1;
    },
    measure: (place: NamespaceRef, known: NamespaceUsage) => {
      usage.known.set(place.cluster, known);
      measured.forEach(listen => listen(place));
    },
  };
  const reader = DeliveryReader.create({
    engines: new RolloutEngines(),
    usage,
    clusters,
    environments,
    repositories: { isSame: () => false },
    now: clock.now,
  });
  const hub = DeliveryHub.create({
    clusters,
    reader,
    usage,
    clock,
    epoch: 'here',
  });
  return { clock, clusters, reader, hub, usage };
}

function viewer(hub: DeliveryHub) {
  const seen = {
    delivery: undefined as Delivery | undefined,
    lastEventId: undefined as string | undefined,
    types: [] as string[],
    leave: () => {},
    join: () => {
      seen.leave = hub.subscribe(
        view,
        ({ id, data }) => {
          const event = deliveryEventSchema.parse(JSON.parse(data));
          seen.lastEventId = id;
          seen.types.push(event.type);
          seen.delivery = applyDeliveryEvent(seen.delivery, event);
        },
        seen.lastEventId,
      );
    },
  };
  seen.join();
  return seen;
}

const base = {
  createdAt: '2026-01-01T00:00:00Z',
  deleting: false,
};
const image = (n: number) => ({
  images: [`example/orders:1.${n}.0`],
  mainImage: `example/orders:1.${n}.0`,
  containers: ['orders'],
});

function deployment(
  uid: number,
  namespace: string,
  n: number,
): DeploymentRecord {
  return {
    ...base,
    kind: 'Deployment',
    uid: `deployment-${namespace}-${uid}`,
    name: `orders-${uid}`,
    namespace,
    // Some belong to another service, and may be assigned to this one later.
    labels: { [KUBERNETES_ID]: n % 3 === 0 ? 'billing' : 'orders' },
    template: image(n),
    podLabels: { app: `orders-${uid}` },
    generation: n,
    observedGeneration: n,
    conditions: [],
    revision: n,
    paused: n % 2 === 0,
    desired: n,
    created: n,
    updated: n,
    ready: n,
    available: n,
  };
}

function replicaSet(uid: number, namespace: string, n: number): RevisionRecord {
  return {
    ...base,
    kind: 'ReplicaSet',
    uid: `replicaset-${namespace}-${uid}`,
    name: `orders-${uid}-${n}`,
    namespace,
    labels: {},
    ownerUid: `deployment-${namespace}-${uid}`,
    number: n,
    earlierNumbers: [],
    template: image(n),
    replicas: { desired: n, ready: n },
  };
}

function pod(uid: number, namespace: string, n: number): PodRecord {
  return {
    ...base,
    kind: 'Pod',
    uid: `pod-${namespace}-${uid}`,
    name: `orders-${uid}-x`,
    namespace,
    ownerUid: `replicaset-${namespace}-${uid}`,
    status: n % 2 ? 'ready' : 'failing',
    isReady: n % 2 === 1,
    digests: {},
    restarts: n,
  };
}

function cronJob(uid: number, namespace: string, n: number): CronJobRecord {
  return {
    kind: 'CronJob',
    uid: `cronjob-${namespace}-${uid}`,
    name: `orders-archive-${uid}`,
    namespace,
    createdAt: base.createdAt,
    labels: { [KUBERNETES_ID]: n % 3 === 0 ? 'billing' : 'orders' },
    template: image(n),
    schedule: `${n} * * * *`,
    suspended: n % 2 === 0,
  };
}

function job(uid: number, namespace: string, n: number): JobRecord {
  return {
    kind: 'Job',
    uid: `job-${namespace}-${uid}`,
    name: `orders-archive-${uid}-${n}`,
    namespace,
    createdAt: base.createdAt,
    labels: { [KUBERNETES_ID]: 'orders' },
    // Some are of no CronJob.
    cronJobUid: n === 1 ? undefined : `cronjob-${namespace}-${uid}`,
    template: image(n),
    state: n % 2 ? 'succeeded' : 'running',
    failed: n,
  };
}

const kinds = { Deployment: deployment, ReplicaSet: replicaSet, Pod: pod };
const jobKinds = { CronJob: cronJob, Job: job };
const place = fc.constantFrom(
  { cluster: 'a', namespace: 'dev' },
  { cluster: 'b', namespace: 'prod' },
  { cluster: 'b', namespace: 'elsewhere' },
);
const anyEvent = fc.record({
  place,
  kind: fc.constantFrom('Deployment', 'ReplicaSet', 'Pod', 'CronJob', 'Job'),
  what: fc.constantFrom(
    'upsert',
    'upsert',
    'upsert',
    'remove',
    'replace',
    'sync',
    'reconnect',
    'pass',
  ),
  uid: fc.integer({ min: 1, max: 2 }),
  n: fc.integer({ min: 1, max: 4 }),
});

describe('DeliveryHub', () => {
  it('gives every viewer the same as a fresh read after any sequence of events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 40 }), async events => {
        const { clock, clusters, reader, hub } = portal();
        const steady = viewer(hub);
        const wavering = viewer(hub);
        for (const { place: at, kind, what, uid, n } of events) {
          const cache = clusters.cache(at.cluster);
          const change = <T extends { uid: string }>(
            target: ReflectorTarget<T>,
            record: T,
          ) => {
            if (what === 'upsert') target.upsert(record);
            else if (what === 'remove') target.remove(record.uid);
            else if (what === 'replace') target.replace([record]);
            else if (what === 'sync') {
              target.setSync({
                state: n % 2 ? 'synced' : 'stale',
                since: base.createdAt,
              });
            }
          };
          if (kind === 'CronJob' || kind === 'Job') {
            const record = jobKinds[kind](uid, at.namespace, n);
            change<SeriesRecord>(cache.stores.jobs.target(kind), record);
          } else {
            const record = kinds[kind](uid, at.namespace, n);
            change<DeliveryRecord>(cache.stores.workloads.target(kind), record);
          }
          if (what === 'reconnect') {
            wavering.leave();
            wavering.join();
          } else await clock.pass(50 * n);
          await settle();
        }
        await clock.pass(1_000);
        await clock.pass(1_000);
        const fresh = JSON.parse(JSON.stringify(reader.read(view)));
        expect(steady.delivery).toEqual(fresh);
        expect(wavering.delivery).toEqual(fresh);
        hub.stop();
      }),
      { numRuns: 200 },
    );
  });

  it('sends the first change at once, and the next ones together', async () => {
    const { clock, clusters, hub } = portal();
    const { types } = viewer(hub);
    const target = clusters.cache('a').stores.workloads.target('Deployment');
    expect(types).toEqual(['snapshot']);
    target.upsert(deployment(1, 'dev', 1));
    await settle();
    expect(types).toHaveLength(2);
    for (const n of [2, 4, 5]) {
      target.upsert(deployment(1, 'dev', n));
      await settle();
    }
    expect(types).toHaveLength(2);
    await clock.pass(100);
    expect(types).toEqual(['snapshot', 'patch', 'patch']);
  });

  it('lists the namespaces that are viewed, and sends their usage', async () => {
    const { clusters, hub, usage } = portal();
    const cache = clusters.cache('a');
    cache.stores.workloads.target('Deployment').upsert(deployment(1, 'dev', 1));
    cache.stores.workloads.target('ReplicaSet').upsert(replicaSet(1, 'dev', 1));
    cache.stores.workloads.target('Pod').upsert(pod(1, 'dev', 1));
    expect(hub.viewedNamespaces()).toEqual([]);
    const seen = viewer(hub);
    expect(usage.woken).toBe(1);
    expect(hub.viewedNamespaces()).toMatchObject([
      { cluster: 'a', namespace: 'dev' },
    ]);
    const use = { cpu: 101, memory: 2 ** 20 };
    const known: NamespaceUsage = {
      measurement: { state: 'measured', at: base.createdAt },
      pods: new Map([['orders-1-x', use]]),
    };
    usage.measure({ cluster: 'b', namespace: 'prod' }, known);
    await settle();
    expect(seen.types).toEqual(['snapshot']);
    usage.measure({ cluster: 'a', namespace: 'dev' }, known);
    await settle();
    expect(seen.types).toEqual(['snapshot', 'patch']);
    const [shown] = seen.delivery?.environments[0].workloads ?? [];
    expect(shown.measurement).toEqual(known.measurement);
    expect(shown.pods[0].usage).toEqual(use);
    seen.leave();
    expect(hub.viewedNamespaces()).toEqual([]);
  });

  it('builds a view once for all its viewers', async () => {
    const { clusters, reader, hub } = portal();
    viewer(hub);
    viewer(hub);
    const read = jest.spyOn(reader, 'read');
    clusters
      .cache('a')
      .stores.workloads.target('Deployment')
      .upsert(deployment(1, 'dev', 1));
    await settle();
    expect(read).toHaveBeenCalledTimes(1);
    expect(hub.viewers()).toBe(2);
  });

  it('does not build again for a viewer who joins while nothing has changed', () => {
    const { reader, hub } = portal();
    const read = jest.spyOn(reader, 'read');
    const first = viewer(hub);
    first.leave();
    const second = viewer(hub);
    expect(read).toHaveBeenCalledTimes(1);
    expect(second.types).toEqual(['snapshot']);
    expect(second.delivery).toEqual(first.delivery);
  });

  it('releases a view a minute after its last viewer has left', async () => {
    const { clock, hub } = portal();
    const leave = Array.from({ length: 1_000 }, (_, n) =>
      hub.subscribe(
        {
          ...view,
          query: { ...view.query, entityRef: `component:default/${n}` },
        },
        () => {},
      ),
    );
    expect(hub.size).toBe(1_000);
    await clock.pass(60_000);
    expect(hub.size).toBe(1_000);
    leave.forEach(end => end());
    await clock.pass(59_999);
    expect(hub.size).toBe(1_000);
    await clock.pass(1);
    expect(hub.size).toBe(0);
    hub.stop();
  });

  it('gives a viewer who joins a change that still waits to be sent', async () => {
    const { clusters, reader, hub } = portal();
    const target = clusters.cache('a').stores.workloads.target('Deployment');
    const first = viewer(hub);
    target.upsert(deployment(1, 'dev', 1));
    await settle();
    target.upsert(deployment(1, 'dev', 2));
    await settle();
    const read = jest.spyOn(reader, 'read');
    const second = viewer(hub);
    expect(read).toHaveBeenCalledTimes(1);
    expect(second.types).toEqual(['snapshot']);
    expect(second.delivery?.environments[0].workloads[0].replicas.desired).toBe(
      2,
    );
    expect(first.types).toEqual(['snapshot', 'patch', 'patch']);
  });

  it('gives the usage that was measured without viewers to the next one', async () => {
    const { clusters, hub, usage } = portal();
    clusters
      .cache('a')
      .stores.workloads.target('Deployment')
      .upsert(deployment(1, 'dev', 1));
    viewer(hub).leave();
    const known: NamespaceUsage = {
      measurement: { state: 'measured', at: base.createdAt },
      pods: new Map(),
    };
    usage.measure({ cluster: 'a', namespace: 'dev' }, known);
    await settle();
    const { delivery } = viewer(hub);
    expect(delivery?.environments[0].workloads[0].measurement).toEqual(
      known.measurement,
    );
  });
});
