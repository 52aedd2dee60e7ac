import { releasePageSchema } from '@fairway/backstage-plugin-delivery-common';
import type {
  Release,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { FaultyPortal } from './__testUtils__/FaultyPortal';
import type { FaultyProxy } from './__testUtils__/FaultyProxy';
import type { RealCluster } from './__testUtils__/realCluster';
import {
  deployment,
  realCluster,
  uniqueName,
} from './__testUtils__/realCluster';
import { waitFor } from './__testUtils__/waitFor';

jest.setTimeout(120_000);

const MB = 1024 * 1024;

/** Size of an object in the API server's answer. */
const objectSchema = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string(),
    creationTimestamp: z.string(),
  }),
  status: z.looseObject({}),
});

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Used heap after garbage collection. */
function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('A page during a fault of its cluster', () => {
  const cluster = realCluster();
  const namespace = uniqueName('faults');
  const id = uniqueName('orders');
  const stops: (() => Promise<void>)[] = [];

  const create = (name: string, on = cluster, image?: string) =>
    on.apps.createNamespacedDeployment({
      namespace,
      body: deployment(name, { id, image }),
    });

  const change = (name: string, image: string, on = cluster) =>
    on.apps.patchNamespacedDeployment({
      namespace,
      name,
      body: [
        {
          op: 'replace',
          path: '/spec/template/spec/containers/0/image',
          value: image,
        },
      ],
    });

  const read = async (proxy: FaultyProxy, name: string) => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
    const response = await fetch(`${proxy.url}${path}`);
    return objectSchema.parse(await response.json());
  };

  /** A workload of about the largest size that the API server accepts, with equally large pods. */
  const createHeavy = (name: string) => {
    const { metadata, spec } = deployment(name, { id });
    const [container] = spec.template.spec.containers;
    container.env = [{ name: 'PADDING', value: 'x'.repeat(1_400_000) }];
    return cluster.apps.createNamespacedDeployment({
      namespace,
      body: { metadata, spec },
    });
  };

  /** Lets the proxy send an event that is larger than an API server allows. */
  const sayHeavier = async (proxy: FaultyProxy, name: string) => {
    const real = await read(proxy, name);
    const annotations = { padding: 'x'.repeat(2 * MB) };
    proxy.say('/apis/apps/v1/deployments', {
      type: 'MODIFIED',
      object: { ...real, metadata: { ...real.metadata, annotations } },
    });
  };

  /** Waits for a recorded release. */
  const released = (
    { portal }: FaultyPortal,
    isIt: (release: Release) => boolean,
  ) =>
    waitFor('the release', async () => {
      const { body } = await portal.ask(
        '/services/component/default/orders/releases',
      );
      return releasePageSchema.parse(body).releases.find(isIt);
    });

  beforeAll(async () => {
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
    await create('orders');
  });

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  afterAll(async () => {
    await cluster.core.deleteNamespace({ name: namespace });
  });

  async function open(on = cluster) {
    const opened = await FaultyPortal.start({ cluster: on, namespace, id });
    stops.push(() => opened.stop());
    await opened.untilPageIsTrue();
    return opened;
  }

  it('a cluster at 1 KB/s: shows events as they arrive, and does not count as silent', async () => {
    const opened = await open();
    const { proxy } = opened;
    proxy.failWith({ type: 'slow', bytesPerSecond: 1024 });
    await change('orders', 'example/orders:1.1.0');
    const shown = await waitFor('the new version', () => {
      const dev = opened.shown();
      return servesAlone(dev?.workloads[0], '1.1.0') && dev;
    });
    expect(shown.sync.state).toBe('synced');
    proxy.failWith({ type: 'none' });
    await opened.untilPageIsTrue();
  });

  it('watch events of unknown types and kinds: skips them and continues', async () => {
    const opened = await open();
    await opened.untilAllIsWatched();
    const { proxy } = opened;
    const metadata = { name: 'unicorn', namespace, uid: 'u-1' };
    const path = '/apis/apps/v1/deployments';
    const real = await read(proxy, 'orders');
    const { resourceVersion } = real.metadata;
    const unicorn = { kind: 'Unicorn', apiVersion: 'fairy.example.com/v1' };
    for (const line of [
      // An object of another kind, and one that was never added
      {
        type: 'ADDED',
        object: { ...unicorn, metadata: { ...metadata, resourceVersion } },
      },
      {
        type: 'DELETED',
        object: { ...real, metadata: { ...real.metadata, uid: 'u-2' } },
      },
      // A resource version in the future
      {
        type: 'BOOKMARK',
        object: { metadata: { resourceVersion: '999999999999' } },
      },
      // After this line the watch is no longer valid
      { type: 'SPARKLED', object: real },
    ]) {
      proxy.say(path, line);
    }
    proxy.say('/api/v1/pods', { type: 'ADDED', object: unicorn });
    proxy.say('/api/v1/pods', 'good morning');
    await change('orders', 'example/orders:1.3.0');
    const dev = await waitFor('the new version', async () => {
      const shown = await opened.untilPageIsTrue();
      return servesAlone(shown.workloads[0], '1.3.0') && shown;
    });
    expect(dev.workloads).toHaveLength(1);
  });

  it('an object of 2 MB: is shown like any other, and its unused fields are not kept', async () => {
    const opened = await open();
    const { proxy } = opened;
    const before = heapUsed();
    await createHeavy('orders-heavy');
    await opened.untilPageIsTrue();
    await sayHeavier(proxy, 'orders-heavy');
    await cluster.apps.deleteNamespacedDeployment({
      namespace,
      name: 'orders-heavy',
    });
    await waitFor('its pods to be gone', async () => {
      const { items } = await cluster.core.listNamespacedPod({
        namespace,
        labelSelector: 'app=orders-heavy',
      });
      return items.length === 0;
    });
    // A watch may keep its last event in memory until the next one.
    await change('orders', 'example/orders:1.3.1');
    const dev = await opened.untilPageIsTrue();
    expect(dev.workloads).toHaveLength(1);
    expect(opened.page.bytes).toBeLessThan(100_000);
    await waitFor(
      'its weight to be gone',
      () => heapUsed() < before + 4 * MB,
      () => `${(heapUsed() - before) / MB} MB more`,
    );
  });

  it('10,000 events in a burst: shows the last state, and memory does not grow', async () => {
    const opened = await open();
    await opened.untilAllIsWatched();
    const { proxy, page } = opened;
    const real = await read(proxy, 'orders');
    const before = { heap: heapUsed(), events: page.types.length };
    for (let i = 1; i <= 10_000; i += 1) {
      const status = { ...real.status, readyReplicas: i, availableReplicas: i };
      proxy.say('/apis/apps/v1/deployments', {
        type: 'MODIFIED',
        object: { ...real, status: i === 10_000 ? real.status : status },
      });
    }
    await change('orders', 'example/orders:1.4.0');
    const dev = await waitFor('the last state', async () => {
      const shown = await opened.untilPageIsTrue();
      return servesAlone(shown.workloads[0], '1.4.0') && shown;
    });
    expect(dev.workloads[0].replicas.ready).toBe(1);
    expect(page.types.length - before.events).toBeLessThan(500);
    await waitFor(
      'memory as before',
      () => heapUsed() < before.heap + 5 * MB,
      () => `${(heapUsed() - before.heap) / MB} MB more`,
    );
  });

  it('500 viewers at once after a restart: serves all of them from one watch', async () => {
    const before = await open();
    const lastEventId = before.page.ids.at(-1);
    await stops.pop()?.();
    const opened = await FaultyPortal.start({ cluster, namespace, id });
    stops.push(() => opened.stop());
    const viewers = await Promise.all(
      Array.from({ length: 500 }, () => opened.portal.follow(lastEventId)),
    );
    await change('orders', 'example/orders:1.5.0');
    await waitFor('the new version', async () => {
      const { workloads } = await opened.untilPageIsTrue();
      return servesAlone(workloads[0], '1.5.0');
    });
    const shown = JSON.stringify(opened.page.delivery);
    await waitFor('all to see the same', () =>
      viewers.every(({ delivery }) => JSON.stringify(delivery) === shown),
    );
    expect(viewers.every(({ types }) => types[0] === 'snapshot')).toBe(true);
    await opened.untilAllIsWatched();
    const lists = opened.proxy.requests.filter(url => url.includes('limit='));
    expect(new Set(lists).size).toBe(lists.length);
  });

  it('a namespace is deleted and created again: shows nothing, then the new objects', async () => {
    const place = uniqueName('faults');
    const make = async (image: string) => {
      await cluster.core.createNamespace({
        body: { metadata: { name: place } },
      });
      await cluster.apps.createNamespacedDeployment({
        namespace: place,
        body: deployment('orders', { id, image }),
      });
    };
    await make('example/orders:1.0.0');
    const opened = await FaultyPortal.start({ cluster, namespace: place, id });
    stops.push(() => opened.stop());
    const first = await opened.untilPageIsTrue();
    expect(first.workloads).toHaveLength(1);
    await cluster.core.deleteNamespace({ name: place });
    await waitFor('its end', async () => {
      const { items } = await cluster.core.listNamespace();
      return !items.some(({ metadata }) => metadata?.name === place);
    });
    const empty = await opened.untilPageIsTrue();
    expect(empty.workloads).toEqual([]);
    await make('example/orders:2.0.0');
    const again = await opened.untilPageIsTrue();
    const versions = again.workloads.map(
      ({ target, serving }) => (target ?? serving.at(0))?.version?.value,
    );
    expect(versions).toEqual(['2.0.0']);
    await cluster.core.deleteNamespace({ name: place });
  });

  it.each([
    ['ahead', 3_600_000],
    ['behind', -3_600_000],
  ])(
    'a portal whose clock is an hour %s: shows the API server’s times, and no release ends before its start',
    async (_, skew) => {
      const now = Date.now.bind(Date);
      jest.spyOn(Date, 'now').mockImplementation(() => now() + skew);
      stops.push(async () => {
        jest.restoreAllMocks();
      });
      const opened = await open();
      const image = `example/orders:1.6.${skew > 0 ? 1 : 2}`;
      await change('orders', image);
      const { metadata } = await read(opened.proxy, 'orders');
      const release = await released(
        opened,
        ({ images, outcome, firstReadyAt: ready }) =>
          images[0].image === image &&
          outcome.state === 'completed' &&
          // Pods have another watch, which may be behind.
          ready !== undefined,
      );
      const [workload] = (await opened.untilPageIsTrue()).workloads;
      expect(workload.createdAt).toBe(metadata.creationTimestamp);
      const { startedAt, firstReadyAt = '' } = release;
      expect(Math.abs(Date.parse(startedAt) - now())).toBeLessThan(60_000);
      expect(firstReadyAt >= startedAt).toBe(true);
      expect(endOf(release) >= firstReadyAt).toBe(true);

      // The time of a deletion comes from the portal's clock.
      const name = uniqueName('orders-brief');
      await create(name, cluster, 'example/orders:1.0.0-unready');
      await released(opened, ({ workload: { name: of } }) => of === name);
      await cluster.apps.deleteNamespacedDeployment({ namespace, name });
      const brief = await released(
        opened,
        ({ workload: { name: of }, outcome: { state } }) =>
          of === name && state === 'failed',
      );
      expect(brief.outcome).toMatchObject({ reason: 'workloadDeleted' });
      expect(endOf(brief) >= brief.startedAt).toBe(true);
    },
  );

  it('an API server with another history: shows the current state, although its versions are lower', async () => {
    const [behind, ahead] = await byHistory(cluster, realCluster('production'));
    const other = behind === cluster ? ahead : behind;
    await other.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
    stops.push(async () => {
      await other.core.deleteNamespace({ name: namespace });
    });
    await create('orders', other);
    await create('orders-of-another', other);
    const opened = await open(ahead);
    opened.proxy.pointTo({ url: behind.url, options: behind.tls });
    const dev = await opened.untilPageIsTrue(behind);
    expect(dev.workloads).toHaveLength(other === behind ? 2 : 1);
    await change('orders', 'example/orders:1.2.0', behind);
    await opened.untilPageIsTrue(behind);
  });
});

function endOf({ outcome }: Release): string {
  return 'endedAt' in outcome ? outcome.endedAt : '';
}

/** Returns the cluster with the much lower resource versions first. */
async function byHistory(
  ...clusters: [RealCluster, RealCluster]
): Promise<RealCluster[]> {
  const versionOf = async ({ core }: RealCluster) =>
    Number((await core.listNamespace({ limit: 1 })).metadata?.resourceVersion);
  const versions = new Map<RealCluster, number>();
  for (const one of clusters) versions.set(one, await versionOf(one));
  const [behind, ahead] = [...versions.keys()].sort(
    (a, b) => (versions.get(a) ?? 0) - (versions.get(b) ?? 0),
  );
  const enough = (versions.get(behind) ?? 0) + 1_000;
  for (let i = 0; (await versionOf(ahead)) < enough; i += 1) {
    await ahead.core.patchNamespace({
      name: 'default',
      body: [
        { op: 'add', path: '/metadata/labels/moved-on', value: String(i) },
      ],
    });
  }
  return [behind, ahead];
}

/** Whether users reach only this version of a workload. */
function servesAlone(workload: Workload | undefined, version: string): boolean {
  return (
    workload?.serving.at(0)?.version?.value === version && !workload.target
  );
}
