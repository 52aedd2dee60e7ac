import type { BackendFeature } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { FaultyProxy } from './FaultyProxy';
import { deployment, realCluster, uniqueName } from './realCluster';
import { TestPortal } from './TestPortal';

/** A namespace of a real API server, and portals that apply to it, for one `describe`. */
export function applyBench() {
  const cluster = realCluster();
  const namespace = uniqueName('apply');
  const id = uniqueName('orders');
  let proxy: FaultyProxy;
  const stops: (() => unknown)[] = [];

  beforeAll(async () => {
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
    proxy = await FaultyProxy.start({ url: cluster.url, options: cluster.tls });
  });

  afterEach(async () => {
    proxy.failWith({ type: 'none' });
    for (const stop of stops.splice(0).reverse()) await stop();
  });

  afterAll(async () => {
    await cluster.core.deleteNamespace({ name: namespace });
    await proxy.stop();
  });

  /**
   * A portal, and `apply` to its environment `dev` as a person. The body of a dry run is
   * the plan.
   */
  async function startPortal(
    options: {
      actToken?: string;
      features?: BackendFeature[];
      others?: Entity[];
      apply?: JsonObject;
    } = { actToken: 'token' },
  ) {
    const portal = await TestPortal.start({
      clusterUrl: proxy.url,
      namespace,
      id,
      ...options,
    });
    stops.push(() => portal.stop());
    const apply = async (
      objects: object[],
      rest: {
        dryRun?: boolean;
        reason?: string;
        key?: string;
        createNamespace?: boolean;
        namespace?: string;
        applySet?: string;
        prune?: boolean;
      } = {},
    ) => {
      const { key = uniqueName('key'), reason = 'To try it' } = rest;
      const { status, body } = await portal.act({
        target: {
          type: 'service',
          entityRef: 'component:default/orders',
          environment: 'dev',
        },
        action: {
          kind: 'workload.apply',
          manifests: objects.map(o => JSON.stringify(o)).join('\n---\n'),
          createNamespace: rest.createNamespace,
          namespace: rest.namespace,
          applySet: rest.applySet,
          prune: rest.prune,
        },
        idempotencyKey: key,
        reason,
        dryRun: rest.dryRun,
      });
      const { data } = z.object({ preview: z.unknown() }).safeParse(body);
      return { status, body: data?.preview ?? body };
    };
    return { portal, apply };
  }

  const labels = { 'backstage.io/kubernetes-id': id };
  const workload = (name: string, image: string, rest: object = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    ...deployment(name, { id, image }),
    ...rest,
  });
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'orders', labels },
    spec: { selector: labels, ports: [{ port: 80 }] },
  };

  return {
    cluster,
    namespace,
    id,
    labels,
    service,
    workload,
    startPortal,
    /** Proxy between the portals and the API server; without faults after each test */
    proxy: () => proxy,
  };
}
