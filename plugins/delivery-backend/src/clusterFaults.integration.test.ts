import { FaultyPortal } from './__testUtils__/FaultyPortal';
import type { RealCluster } from './__testUtils__/realCluster';
import {
  deployment,
  realCluster,
  uniqueName,
} from './__testUtils__/realCluster';
import { waitFor } from './__testUtils__/waitFor';

jest.setTimeout(60_000);

describe('A page through a fault of its cluster', () => {
  const cluster = realCluster();
  const namespace = uniqueName('faults');
  const id = uniqueName('orders');
  const stops: (() => Promise<void>)[] = [];

  const create = (name: string, on = cluster) =>
    on.apps.createNamespacedDeployment({
      namespace,
      body: deployment(name, { id }),
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

  it('a cluster at 1 KB/s: shows what comes as it comes, and is not taken for dead', async () => {
    const opened = await open();
    const { proxy } = opened;
    proxy.failWith({ type: 'slow', bytesPerSecond: 1024 });
    await change('orders', 'example/orders:1.1.0');
    const shown = await waitFor('the new version', () => {
      const dev = opened.shown();
      return dev?.workloads[0]?.version?.value === '1.1.0' && dev;
    });
    expect(shown.sync.state).toBe('synced');
    proxy.failWith({ type: 'none' });
    await opened.untilPageIsTrue();
  });

  it('an API server with another history: shows what that one runs, though it is behind', async () => {
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

/** The one whose resource versions are lower first, by far. */
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
