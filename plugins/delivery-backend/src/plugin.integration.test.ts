import type { BackendFeature } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  releasePageSchema,
  requestProblem,
  timelinePageSchema,
} from '@fairway/backstage-plugin-delivery-common';
import { createParser } from 'eventsource-parser';
import request from 'supertest';
import { FaultyProxy } from './__testUtils__/FaultyProxy';
import {
  deployment,
  realCluster,
  uniqueName,
} from './__testUtils__/realCluster';
import { TestPortal } from './__testUtils__/TestPortal';
import { waitFor } from './__testUtils__/waitFor';

jest.setTimeout(120_000);

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

  async function startPortal(features: BackendFeature[] = []) {
    const portal = await TestPortal.start({
      clusterUrl: proxy.url,
      namespace,
      id,
      features,
    });
    stops.push(() => portal.stop());
    return portal;
  }

  it('shows the workloads of the API server live; the stream equals a fresh GET', async () => {
    const portal = await startPortal();
    const ready = await waitFor('the pod', async () => {
      const delivery = await portal.service();
      const [workload] = delivery.environments[0].workloads;
      return (
        workload?.health.status === 'healthy' &&
        workload.pods[0]?.status === 'ready' &&
        delivery
      );
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
              serving: [
                {
                  images: ['example/orders:1.0.0'],
                  version: { value: '1.0.0', from: 'tag' },
                  pods: 1,
                  share: 100,
                },
              ],
              replicas: {
                desired: 1,
                updated: 1,
                updatedReady: 1,
                ready: 1,
                available: 1,
              },
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
            message: expect.stringContaining(
              "does not know the cluster 'missing'",
            ),
          },
          workloads: [],
        },
      ],
    });

    const first = await portal.follow();
    await waitFor('the snapshot', () => first.delivery);
    const requested = (part: string) =>
      proxy.requests.filter(url => url.includes(part)).length;
    await waitFor(
      'a watch after each list',
      () =>
        requested('watch=true') ===
        requested('limit=') - requested('continue='),
    );
    // The portal polls usage at an interval, regardless of viewers.
    const forViewers = () =>
      proxy.requests.filter(url => !url.startsWith('/apis/metrics.k8s.io/'));
    const requests = forViewers();
    const second = await portal.follow();
    await waitFor('the second snapshot', () => second.delivery);
    expect(forViewers()).toEqual(requests);

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
        workload?.serving.at(0)?.version?.value === '1.1.0' &&
        !workload.target &&
        workload.health.status === 'healthy'
      );
    });
    expect(second.types.filter(type => type === 'snapshot')).toHaveLength(1);
    await waitFor('both to agree', async () => {
      const fresh = JSON.stringify(await portal.service());
      return (
        JSON.stringify(first.delivery) === fresh &&
        JSON.stringify(second.delivery) === fresh
      );
    });

    // A client that resumes gets only the missed events.
    const resumed = await portal.follow(second.ids[0]);
    await waitFor('what was missed', () => resumed.types.length > 0);
    expect(resumed.types).not.toContain('snapshot');
    const stranger = await portal.follow('another-replica-1:7');
    await waitFor('a snapshot', () => stranger.types.length > 0);
    expect(stranger.types[0]).toBe('snapshot');
  });

  it('lists every release, page by page', async () => {
    const portal = await startPortal();
    const ask = (query: string) =>
      portal.ask(`/services/component/default/orders/releases${query}`);
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
    const timeline = await portal.ask(
      '/services/component/default/orders/timeline?environment=dev',
    );
    const { entries } = timelinePageSchema.parse(timeline.body);
    expect(
      entries.map(({ event, environment }) => [event.type, environment]),
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
      ['?environment=prodution', "There is no environment 'prodution'"],
      ['?limit=1000', 'limit'],
      ['?cursor=x', "The cursor 'x'"],
    ]) {
      expect(await ask(query)).toEqual({
        status: 400,
        body: expect.objectContaining({
          error: expect.objectContaining({
            message: expect.stringContaining(message),
          }),
        }),
      });
    }
  });

  it('keeps the last known state when the cluster goes away', async () => {
    const portal = await startPortal();
    const stream = await portal.follow();
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

  it('shows everything else if the credential may not read a kind', async () => {
    proxy.failWith(url =>
      url.startsWith('/api/v1/pods')
        ? {
            type: 'answer',
            status: 403,
            body: '{"message":"pods is forbidden"}',
          }
        : { type: 'none' },
    );
    const portal = await startPortal();
    const [environment] = (await portal.service()).environments;
    expect(environment.sync).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('get, list and watch on pods'),
    });
    expect(environment.workloads).toMatchObject([
      { health: { status: 'unknown', reason: 'unsynced' } },
    ]);
  });

  it('loses only findings and jobs if related kinds may not be read', async () => {
    proxy.failWith(url =>
      /^\/(api\/v1\/(events|nodes)|apis\/batch\/v1\/cronjobs)/.test(url)
        ? {
            type: 'answer',
            status: 403,
            body: '{"message":"events is forbidden"}',
          }
        : { type: 'none' },
    );
    const portal = await startPortal();
    const read = async () => (await portal.service()).environments[0];
    await waitFor('what is not read', async () => {
      const { unavailableKinds = [] } = await read();
      return unavailableKinds.length === 3;
    });
    const { sync, unavailableKinds, workloads } = await read();
    expect(sync.state).toBe('synced');
    expect(unavailableKinds).toEqual([
      {
        resource: 'events',
        problem: expect.objectContaining({
          message: expect.stringContaining('get, list and watch on events'),
        }),
      },
      {
        resource: 'nodes',
        problem: expect.objectContaining({ code: 'readForbidden' }),
      },
      {
        resource: 'cronjobs',
        problem: expect.objectContaining({
          message: expect.stringContaining('get, list and watch on cronjobs'),
        }),
      },
    ]);
    expect(workloads).toMatchObject([
      { health: { status: 'healthy' }, findings: [] },
    ]);
  });

  it('shows findings of a workload with evidence', async () => {
    const portal = await startPortal();
    const stream = await portal.follow();
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

  it('sends all topics of a tab over one connection', async () => {
    const portal = await startPortal();
    const orders = 'services/component/default/orders';
    const topics = [orders, `${orders}/pipelines`, 'fleet', 'nothing', '%ZZ'];
    const query = new URLSearchParams(topics.map(topic => ['topic', topic]));
    const leaving = new AbortController();
    const response = await fetch(`${portal.base}/stream?${query}`, {
      headers: { authorization: mockCredentials.user.header() },
      signal: leaving.signal,
    });
    const events = new Map<string | undefined, unknown>();
    const parser = createParser({
      onEvent: ({ event, data }) => events.set(event, JSON.parse(data)),
    });
    for await (const chunk of response.body ?? []) {
      parser.feed(Buffer.from(chunk).toString());
      if (events.size === topics.length) break;
    }
    leaving.abort();
    expect([...events.keys()].sort()).toEqual([
      '0',
      '1',
      '2',
      '3-error',
      '4-error',
    ]);
    expect(events.get('0')).toMatchObject({
      type: 'snapshot',
      delivery: { entityRef: 'component:default/orders' },
    });
    expect(events.get('1')).toMatchObject({
      pipelines: { entityRef: 'component:default/orders' },
    });
    expect(events.get('2')).toMatchObject({ type: 'snapshot' });
    expect(events.get('3-error')).toEqual({
      name: 'NotFoundError',
      message: "There is no topic 'nothing'",
      problem: requestProblem('topicUnknown', { topic: 'nothing' }),
    });
    const refused = await portal.ask('/stream');
    expect(refused).toMatchObject({ status: 400 });
  });

  it('rejects users whom the permission policy denies', async () => {
    const { server } = await startPortal([
      mockServices.permissions.factory({ result: AuthorizeResult.DENY }),
    ]);
    for (const path of ['', '/stream', '/releases', '/timeline']) {
      const response = await request(server)
        .get(`/api/delivery/v1/services/component/default/orders${path}`)
        .set('authorization', mockCredentials.user.header());
      expect(response.status).toBe(403);
      expect(response.body.error.message).toContain('delivery.read');
    }
  });

  it('rejects users who are not signed in, and unknown services', async () => {
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
