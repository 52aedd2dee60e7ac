import { mockCredentials } from '@backstage/backend-test-utils';
import {
  FAIRWAY_OPENAPI,
  applyWorkloadsEvent,
  workloadsEventSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeployedWorkloads } from '@fairway/backstage-plugin-delivery-common';
import { createParser } from 'eventsource-parser';
import { FaultyProxy } from './__testUtils__/FaultyProxy';
import {
  deployment,
  realCluster,
  uniqueName,
} from './__testUtils__/realCluster';
import { TestPortal } from './__testUtils__/TestPortal';
import { waitFor } from './__testUtils__/waitFor';

jest.setTimeout(120_000);

const openapi = 'https://git.harbour.example/rain/openapi.yaml';

describe('GET /v1/workloads/stream, on a real API server', () => {
  const cluster = realCluster();
  const namespace = uniqueName('workloads');
  const id = uniqueName('orders');
  let portal: TestPortal;
  let proxy: FaultyProxy;
  const stopped = new AbortController();

  beforeAll(async () => {
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment('orders', { id, image: 'example/orders:1.0.0' }),
    });
    proxy = await FaultyProxy.start({ url: cluster.url, options: cluster.tls });
    portal = await TestPortal.start({
      clusterUrl: proxy.url,
      namespace,
      id,
    });
  });

  afterAll(async () => {
    stopped.abort();
    await portal?.stop();
    await proxy?.stop();
    await cluster.core.deleteNamespace({ name: namespace });
  });

  function ask(authorization: string) {
    return fetch(`${portal.base}/workloads/stream`, {
      headers: { authorization },
      signal: stopped.signal,
    });
  }

  it('rejects users', async () => {
    const response = await ask(mockCredentials.user.header());
    expect(response.status).toBe(403);
  });

  it('streams workloads, the entities that match them, and their routes to other plugins', async () => {
    const response = await waitFor('the catalog to be read', async () => {
      const answer = await ask(mockCredentials.service.header());
      return answer.ok && answer;
    });
    let known: DeployedWorkloads | undefined;
    let events = 0;
    const parser = createParser({
      onEvent: ({ data }) => {
        events += 1;
        const event = workloadsEventSchema.parse(JSON.parse(data));
        known = applyWorkloadsEvent(known, event);
      },
    });
    const following = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        parser.feed(decoder.decode(chunk, { stream: true }));
      }
    })().catch(() => {});
    const find = (name: string) =>
      known?.workloads.find(each => each.name === name);

    const orders = await waitFor('the service', () => find('orders'));
    expect(orders).toMatchObject({
      cluster: known?.clusters[0].name,
      environment: 'dev',
      namespace,
      kind: 'Deployment',
      image: 'example/orders:1.0.0',
      services: ['component:default/orders'],
      routes: [],
    });

    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment('rain', {
        id: uniqueName('rain'),
        image: 'example/rain:1',
      }),
    });
    const rain = await waitFor('what nobody described', () => find('rain'));
    expect(rain.services).toEqual([]);

    await cluster.core.createNamespacedService({
      namespace,
      body: {
        metadata: { name: 'rain' },
        spec: { selector: { app: 'rain' }, ports: [{ port: 80 }] },
      },
    });
    await cluster.custom.createNamespacedCustomObject({
      group: 'networking.k8s.io',
      version: 'v1',
      plural: 'ingresses',
      namespace,
      body: {
        metadata: { name: 'rain', annotations: { [FAIRWAY_OPENAPI]: openapi } },
        spec: {
          rules: [
            {
              host: 'rain.harbour.example',
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: {
                      service: { name: 'rain', port: { number: 80 } },
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    });
    await waitFor('its route', () => find('rain')?.routes.length === 1);
    expect(find('rain')?.routes).toEqual([
      {
        kind: 'Ingress',
        name: 'rain',
        addresses: ['http://rain.harbour.example/'],
        openapi,
      },
    ]);

    // A changed state sends no event.
    await waitFor('its pod', async () => {
      const { readyReplicas } =
        (
          await cluster.apps.readNamespacedDeployment({
            name: 'rain',
            namespace,
          })
        ).status ?? {};
      return readyReplicas === 1;
    });
    const before = events;
    await cluster.apps.deleteNamespacedDeployment({ name: 'rain', namespace });
    await waitFor('its end', () => known && !find('rain'));
    expect(events - before).toBeLessThanOrEqual(2);
    expect(find('orders')).toBeDefined();
    stopped.abort();
    await following;
  });
});
