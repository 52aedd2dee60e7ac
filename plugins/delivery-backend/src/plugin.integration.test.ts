import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  applyDeliveryEvent,
  deliveryEventSchema,
  deliverySchema,
  releasePageSchema,
  timelinePageSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { Delivery } from '@fairway/backstage-plugin-delivery-common';
import kubernetesModuleDelivery from '@fairway/backstage-plugin-kubernetes-backend-module-delivery';
import { createParser } from 'eventsource-parser';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { FaultyProxy } from './__testUtils__/FaultyProxy';
import {
  deployment,
  realCluster,
  uniqueName,
} from './__testUtils__/realCluster';
import { waitFor } from './__testUtils__/waitFor';
import deliveryPlugin from './index';

jest.setTimeout(60_000);

describe('deliveryPlugin, on a real API server', () => {
  const cluster = realCluster();
  const namespace = uniqueName('delivery');
  const id = uniqueName('orders');
  let proxy: FaultyProxy;
  const stops: (() => unknown)[] = [];

  beforeAll(async () => {
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment('orders', { id, image: 'example/orders:1.0.0' }),
    });
    proxy = await FaultyProxy.start({ url: cluster.url, options: cluster.tls });
  });

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    proxy.failWith({ type: 'none' });
  });

  afterAll(async () => {
    await cluster.core.deleteNamespace({ name: namespace });
    await proxy.stop();
  });

  async function startPortal(
    options: {
      permissions?: ReturnType<typeof mockServices.permissions.factory>;
    } = {},
  ) {
    const { server } = await startTestBackend({
      features: [
        deliveryPlugin,
        kubernetesPlugin,
        kubernetesModuleDelivery,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'orders',
                namespace: 'default',
                annotations: { 'backstage.io/kubernetes-id': id },
              },
              spec: { type: 'service', owner: 'team-a' },
              relations: [
                { type: 'ownedBy', targetRef: 'group:default/team-a' },
              ],
            },
          ],
        }),
        ...(options.permissions ? [options.permissions] : []),
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'real',
                      url: proxy.url,
                      authProvider: 'localKubectlProxy',
                    },
                  ],
                },
              ],
            },
            delivery: {
              environments: [
                { name: 'dev', cluster: 'real', namespaces: [namespace] },
                { name: 'nowhere', cluster: 'missing', namespaces: ['prod'] },
              ],
            },
          },
        }),
      ],
    });
    const { port } = server.address() as AddressInfo;
    return { server, base: `http://localhost:${port}/api/delivery/v1` };
  }

  async function follow(base: string, lastEventId?: string) {
    const abort = new AbortController();
    stops.push(() => abort.abort());
    const response = await fetch(
      `${base}/services/component/default/orders/stream`,
      {
        headers: {
          authorization: mockCredentials.user.header(),
          ...(lastEventId && { 'last-event-id': lastEventId }),
        },
        signal: abort.signal,
      },
    );
    const stream: { delivery?: Delivery; ids: string[]; types: string[] } = {
      ids: [],
      types: [],
    };
    const parser = createParser({
      onEvent: ({ id: eventId, data }) => {
        const event = deliveryEventSchema.parse(JSON.parse(data));
        stream.ids.push(eventId ?? '');
        stream.types.push(event.type);
        stream.delivery = applyDeliveryEvent(stream.delivery, event);
      },
    });
    const read = async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        parser.feed(decoder.decode(chunk, { stream: true }));
      }
    };
    read().catch(() => {});
    return stream;
  }

  const get = async (base: string) => {
    const response = await fetch(`${base}/services/component/default/orders`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    expect(response.status).toBe(200);
    return deliverySchema.parse(await response.json());
  };

  it('shows what the API server runs, and follows it; the stream equals a fresh GET', async () => {
    const { base } = await startPortal();
    const ready = await waitFor('the pod', async () => {
      const delivery = await get(base);
      const [workload] = delivery.environments[0].workloads;
      return workload?.health.status === 'healthy' && delivery;
    });
    expect(ready).toMatchObject({
      entityRef: 'component:default/orders',
      environments: [
        {
          name: 'dev',
          namespace,
          sync: { state: 'synced' },
          workloads: [
            {
              kind: 'Deployment',
              images: ['example/orders:1.0.0'],
              version: { value: '1.0.0', from: 'tag' },
              replicas: { desired: 1, updated: 1, ready: 1, available: 1 },
              claim: 'consented',
              pods: [{ status: 'ready', restarts: 0 }],
              revisions: [{ number: 1, current: true }],
            },
          ],
        },
        {
          name: 'nowhere',
          sync: {
            state: 'failed',
            message: expect.stringContaining("Cluster 'missing' is not one of"),
          },
          workloads: [],
        },
      ],
    });

    const first = await follow(base);
    await waitFor('the snapshot', () => first.delivery);
    const requests = proxy.requests.length;
    const second = await follow(base);
    await waitFor('the second snapshot', () => second.delivery);
    expect(proxy.requests.length).toBe(requests);

    await cluster.apps.patchNamespacedDeployment({
      namespace,
      name: 'orders',
      body: [
        {
          op: 'replace',
          path: '/spec/template/spec/containers/0/image',
          value: 'example/orders:1.1.0',
        },
      ],
    });
    await waitFor('the new version, complete', () => {
      const workload = second.delivery?.environments[0].workloads[0];
      return (
        workload?.version?.value === '1.1.0' &&
        workload.health.status === 'healthy'
      );
    });
    expect(second.types.filter(type => type === 'snapshot')).toHaveLength(1);
    await waitFor('both to agree', async () => {
      const fresh = JSON.stringify(await get(base));
      return (
        JSON.stringify(first.delivery) === fresh &&
        JSON.stringify(second.delivery) === fresh
      );
    });

    // Whoever comes back gets what was missed, not the whole.
    const resumed = await follow(base, second.ids[0]);
    await waitFor('what was missed', () => resumed.types.length > 0);
    expect(resumed.types).not.toContain('snapshot');
    const stranger = await follow(base, 'another-replica-1:7');
    await waitFor('a snapshot', () => stranger.types.length > 0);
    expect(stranger.types[0]).toBe('snapshot');
  });

  it('tells of every release, page by page', async () => {
    const { base } = await startPortal();
    const ask = async (query: string) => {
      const response = await fetch(
        `${base}/services/component/default/orders/releases${query}`,
        { headers: { authorization: mockCredentials.user.header() } },
      );
      return { status: response.status, body: await response.json() };
    };
    const pageOf = async (query: string) =>
      releasePageSchema.parse((await ask(query)).body);
    const all = await waitFor('the releases', async () => {
      const { releases } = await pageOf('');
      return releases.length === 2 && releases;
    });
    expect(all).toMatchObject([
      {
        entityRef: 'component:default/orders',
        environment: 'dev',
        namespace,
        version: { value: '1.1.0' },
        from: all[1].to,
        outcome: { state: 'completed' },
      },
      { version: { value: '1.0.0' } },
    ]);
    const timeline = await fetch(
      `${base}/services/component/default/orders/timeline?environment=dev`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    const { entries } = timelinePageSchema.parse(await timeline.json());
    expect(
      entries.map(({ what, environment }) => [what.type, environment]),
    ).toEqual([
      ['rollout', 'dev'],
      ['rollout', 'dev'],
    ]);
    const first = await pageOf('?environment=dev&workload=orders&limit=1');
    const second = await pageOf(`?limit=1&cursor=${first.nextCursor}`);
    expect([...first.releases, ...second.releases]).toEqual(all);
    expect(second.nextCursor).toBeUndefined();
    expect(
      (await pageOf('?workload=StatefulSet/orders')).releases,
    ).toHaveLength(0);
    for (const [query, message] of [
      ['?environment=prodution', "no environment 'prodution'"],
      ['?limit=1000', 'limit'],
      ['?cursor=x', "The cursor 'x'"],
    ]) {
      const { status, body } = await ask(query);
      expect([status, body.error.message]).toEqual([
        400,
        expect.stringContaining(message),
      ]);
    }
  });

  it('keeps the last known state when the cluster goes away', async () => {
    const { base } = await startPortal();
    const stream = await follow(base);
    const state = () => stream.delivery?.environments[0].sync;
    await waitFor('sync', () => state()?.state === 'synced');
    await waitFor(
      'the workload',
      () => stream.delivery?.environments[0].workloads.length,
    );
    proxy.failWith({ type: 'reset' });
    await waitFor('staleness', () => state()?.state === 'stale');
    expect(state()?.message).toContain("Cluster 'real' cannot be reached");
    expect(stream.delivery?.environments[0].workloads).toHaveLength(1);
    proxy.failWith({ type: 'none' });
    await waitFor('recovery', () => state()?.state === 'synced');
  });

  it('loses only what the credential may not read', async () => {
    proxy.failWith(url =>
      url.startsWith('/api/v1/pods')
        ? {
            type: 'answer',
            status: 403,
            body: '{"message":"pods is forbidden"}',
          }
        : { type: 'none' },
    );
    const { base } = await startPortal();
    const [environment] = (await get(base)).environments;
    expect(environment.sync).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('get, list and watch on pods'),
    });
    expect(environment.workloads).toMatchObject([
      { health: { status: 'unknown', reason: 'unsynced' } },
    ]);
  });

  it('loses only findings and jobs when what these rest on may not be read', async () => {
    proxy.failWith(url =>
      /^\/(api\/v1\/(events|nodes)|apis\/batch\/v1\/cronjobs)/.test(url)
        ? {
            type: 'answer',
            status: 403,
            body: '{"message":"events is forbidden"}',
          }
        : { type: 'none' },
    );
    const { base } = await startPortal();
    const read = async () => (await get(base)).environments[0];
    await waitFor('what is not read', async () => {
      const { notRead = [] } = await read();
      return notRead.length === 3;
    });
    const { sync, notRead, workloads } = await read();
    expect(sync.state).toBe('synced');
    expect(notRead).toEqual([
      {
        resource: 'events',
        message: expect.stringContaining('get, list and watch on events'),
      },
      { resource: 'nodes', message: expect.any(String) },
      {
        resource: 'cronjobs',
        message: expect.stringContaining('get, list and watch on cronjobs'),
      },
    ]);
    expect(workloads).toMatchObject([
      { health: { status: 'healthy' }, findings: [] },
    ]);
  });

  it('says what is wrong with a workload, and what that rests on', async () => {
    const { base } = await startPortal();
    const stream = await follow(base);
    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment('orders-worker', {
        id,
        image: 'example/orders-worker:1.0.0-oom',
      }),
    });
    const worker = () =>
      stream.delivery?.environments[0].workloads.find(
        ({ name }) => name === 'orders-worker',
      );
    await waitFor('a finding', () => worker()?.findings.length);
    expect(worker()?.findings).toMatchObject([
      {
        rule: 'outOfNodeMemory',
        sentence: expect.stringContaining('Container orders-worker'),
        evidence: [
          {
            kind: 'Pod',
            field:
              'status.containerStatuses[orders-worker].lastState.terminated',
            value: 'OOMKilled, exit code 137',
          },
        ],
      },
    ]);
    await cluster.apps.deleteNamespacedDeployment({
      namespace,
      name: 'orders-worker',
    });
    await waitFor('its end', () => worker() === undefined);
  });

  it('shows nothing to whom the policy refuses, and says so', async () => {
    const { server } = await startPortal({
      permissions: mockServices.permissions.factory({
        result: AuthorizeResult.DENY,
      }),
    });
    for (const path of ['', '/stream', '/releases', '/timeline']) {
      const response = await request(server)
        .get(`/api/delivery/v1/services/component/default/orders${path}`)
        .set('authorization', mockCredentials.user.header());
      expect(response.status).toBe(403);
      expect(response.body.error.message).toContain('delivery.read');
    }
  });

  it('refuses who is not signed in, and knows no unknown service', async () => {
    const { server } = await startPortal();
    const path = '/api/delivery/v1/services/component/default/orders';
    await request(server)
      .get(path)
      .set('authorization', mockCredentials.none.header())
      .expect(401);
    const unknown = await request(server)
      .get('/api/delivery/v1/services/component/default/nobody')
      .set('authorization', mockCredentials.user.header());
    expect(unknown.status).toBe(404);
    expect(unknown.body.error.message).toContain('component:default/nobody');
  });
});
