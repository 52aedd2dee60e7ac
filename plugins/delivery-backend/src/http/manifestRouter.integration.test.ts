import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  deliveryConfigReadPermission,
  deliverySchema,
  manifestSchema,
  revisionDiffSchema,
} from '@fairway/backstage-plugin-delivery-common';
import kubernetesModuleDelivery from '@fairway/backstage-plugin-kubernetes-backend-module-delivery';
import request from 'supertest';
import { parse } from 'yaml';
import { FaultyProxy } from '../__testUtils__/FaultyProxy';
import {
  deployment,
  realCluster,
  uniqueName,
} from '../__testUtils__/realCluster';
import { waitFor } from '../__testUtils__/waitFor';
import deliveryPlugin from '..';

jest.setTimeout(120_000);

const component = (name: string, annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  spec: { type: 'service', owner: 'team-a' },
});

describe('createManifestRouter, on a real API server', () => {
  const cluster = realCluster();
  const namespace = uniqueName('manifest');
  const id = uniqueName('orders');
  let proxy: FaultyProxy;

  beforeAll(async () => {
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
    const orders = deployment('orders', { id, replicas: 0 });
    const [container] = orders.spec.template.spec.containers;
    const env = (level: string, password: string) => [
      { name: 'LOG_LEVEL', value: level },
      { name: 'DB_PASSWORD', value: password },
    ];
    const withEnv = (level: string, password: string) => ({
      ...orders.spec.template,
      spec: { containers: [{ ...container, env: env(level, password) }] },
    });
    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: {
          ...orders.metadata,
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': 'old-s3cret',
          },
        },
        spec: { ...orders.spec, template: withEnv('info', 'old-s3cret') },
      },
    });
    const { spec, metadata } = deployment('ledger', { id, replicas: 0 });
    await cluster.apps.createNamespacedStatefulSet({
      namespace,
      body: { metadata, spec: { ...spec, serviceName: 'ledger' } },
    });
    for (const [kind, template] of [
      ['Deployment', withEnv('debug', 'new-s3cret')],
      [
        'StatefulSet',
        {
          ...spec.template,
          spec: { containers: [{ name: 'ledger', image: 'example/ledger:2' }] },
        },
      ],
    ] as const) {
      // A second revision needs a change after the controller has seen the first.
      await waitFor(`the first revision of the ${kind}`, async () => {
        const { status } = await cluster.apps[`readNamespaced${kind}`]({
          namespace,
          name: kind === 'Deployment' ? 'orders' : 'ledger',
        });
        return status?.observedGeneration === 1;
      });
      await cluster.apps[`patchNamespaced${kind}`]({
        namespace,
        name: kind === 'Deployment' ? 'orders' : 'ledger',
        body: [{ op: 'replace', path: '/spec/template', value: template }],
      });
    }
    proxy = await FaultyProxy.start({ url: cluster.url, options: cluster.tls });
  });

  afterEach(() => proxy.failWith({ type: 'none' }));

  afterAll(async () => {
    await cluster.core.deleteNamespace({ name: namespace });
    await proxy.stop();
  });

  /** A portal whose caller may see everything except, optionally, configuration. */
  async function startPortal(
    mayReadConfiguration = true,
    others: Entity[] = [],
  ) {
    const { server } = await startTestBackend({
      features: [
        deliveryPlugin,
        kubernetesPlugin,
        kubernetesModuleDelivery,
        catalogServiceMock.factory({
          entities: [
            component('orders', { 'backstage.io/kubernetes-id': id }),
            component('stranger', { 'backstage.io/kubernetes-id': 'other' }),
            component('onlooker', {
              'backstage.io/kubernetes-label-selector': 'app=orders',
            }),
            ...others,
          ],
        }),
        mockServices.permissions.mock({
          authorizeConditional: async requests =>
            requests.map(({ permission }) => ({
              result:
                mayReadConfiguration ||
                permission.name !== deliveryConfigReadPermission.name
                  ? AuthorizeResult.ALLOW
                  : AuthorizeResult.DENY,
            })),
        }).factory,
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
              labelSelectors: { enabled: true },
              environments: [
                { name: 'dev', cluster: 'real', namespaces: [namespace] },
              ],
            },
          },
        }),
      ],
    });
    const get = (path: string, service = 'orders') =>
      request(server)
        .get(`/api/delivery/v1/services/component/default/${service}${path}`)
        .set('authorization', mockCredentials.user.header());
    const uids = await waitFor('both revisions of both', async () => {
      const { body } = await get('');
      const [{ workloads }] = deliverySchema.parse(body).environments;
      const isWhole =
        workloads.length === 2 &&
        workloads.every(w => w.revisions.length === 2);
      return isWhole && new Map(workloads.map(({ name, uid }) => [name, uid]));
    });
    return {
      get,
      orders: `/workloads/${uids.get('orders')}`,
      ledger: `/workloads/${uids.get('ledger')}`,
    };
  }

  it('withholds configuration when catalog files of two repositories name the ID', async () => {
    const { get, orders } = await startPortal(true, [
      component('claimant', {
        'backstage.io/kubernetes-id': id,
        'backstage.io/managed-by-location':
          'url:https://git.example/harbour/claimant/src/branch/main/a.yaml',
      }),
    ]);
    const why =
      'component:default/orders, component:default/claimant claim Deployment orders, and nothing shows which of them owns it, so its configuration is not shown. Set its annotation fairway.dev/entity to the entity that owns it';
    const { status, body } = await get(`${orders}/manifest`);
    expect([status, body.error.message]).toEqual([403, why]);
    const diff = await get(`${orders}/revisions/1/diff/2`);
    expect(diff.body.templates).toMatchObject({
      state: 'withheld',
      problem: { code: 'configContested', message: why },
    });
    expect(diff.text).not.toContain('debug');
  });

  it('serves a manifest, and the changes between two revisions', async () => {
    const { get, orders, ledger } = await startPortal();
    const answer = await get(`${orders}/manifest`);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).not.toContain('s3cret');
    const { yaml } = manifestSchema.parse(answer.body);
    expect(yaml).not.toContain('managedFields');
    expect(parse(yaml)).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'orders', namespace },
      spec: {
        template: {
          spec: {
            containers: [
              {
                env: [
                  { name: 'LOG_LEVEL', value: 'debug' },
                  { name: 'DB_PASSWORD', value: '***' },
                ],
              },
            ],
          },
        },
      },
    });

    const changed = await get(`${orders}/revisions/1/diff/2`);
    expect(changed.text).not.toContain('s3cret');
    const about = { part: 'env', container: 'orders', change: 'changed' };
    expect(revisionDiffSchema.parse(changed.body)).toEqual({
      from: 1,
      to: 2,
      changes: [
        { ...about, name: 'LOG_LEVEL', before: 'info', after: 'debug' },
        { ...about, name: 'DB_PASSWORD', before: '***', after: '***' },
      ],
      templates: {
        state: 'shown',
        from: expect.stringContaining('value: info'),
        to: expect.stringContaining('value: debug'),
      },
    });
    const { body } = await get(`${ledger}/revisions/2/diff/1`);
    expect(revisionDiffSchema.parse(body).changes).toEqual([
      {
        part: 'image',
        container: 'ledger',
        change: 'changed',
        before: 'example/ledger:2',
        after: 'example/ledger:1.0.0',
      },
    ]);
  });

  it('withholds configuration from a caller without the permission', async () => {
    const { get, orders } = await startPortal(false);
    const manifest = await get(`${orders}/manifest`);
    expect(manifest.status).toBe(403);
    expect(manifest.body.error.message).toContain('delivery.config.read');
    const { body } = await get(`${orders}/revisions/1/diff/2`);
    const about = { part: 'env', container: 'orders', change: 'changed' };
    expect(revisionDiffSchema.parse(body)).toEqual({
      from: 1,
      to: 2,
      changes: [
        { ...about, name: 'LOG_LEVEL' },
        { ...about, name: 'DB_PASSWORD' },
      ],
      templates: {
        state: 'withheld',
        problem: expect.objectContaining({
          message: expect.stringContaining('delivery.config.read'),
        }),
      },
    });
  });

  it('withholds the configuration of a workload that only a selector finds', async () => {
    const { get, orders } = await startPortal();
    const manifest = await get(`${orders}/manifest`, 'onlooker');
    expect(manifest.status).toBe(403);
    expect(manifest.body.error.message).toContain(
      'does not name component:default/onlooker itself',
    );
    const { body } = await get(`${orders}/revisions/1/diff/2`, 'onlooker');
    expect(revisionDiffSchema.parse(body).templates.state).toBe('withheld');
  });

  it('reads no workload of another service', async () => {
    const { get, orders } = await startPortal();
    const requests = proxy.requests.length;
    for (const [path, service, status, message] of [
      [`${orders}/manifest`, 'stranger', 404, 'no workload with the UID'],
      ['/workloads/orders/manifest', 'orders', 404, 'no workload with the UID'],
      [`${orders}/revisions/1/diff/9`, 'orders', 404, 'keeps 1, 2'],
      [`${orders}/revisions/1/diff/x`, 'orders', 400, 'must be integers'],
    ] as const) {
      const answer = await get(path, service);
      expect([answer.status, answer.body.error?.message ?? '']).toEqual([
        status,
        expect.stringContaining(message),
      ]);
    }
    const since = proxy.requests.slice(requests);
    expect(since.filter(url => url.includes('/namespaces/'))).toEqual([]);
  });

  it('reports the error of the cluster', async () => {
    const { get, orders } = await startPortal();
    const failing = async (fault: Parameters<typeof proxy.failWith>[0]) => {
      proxy.failWith(fault);
      const { status, body } = await get(`${orders}/manifest`);
      return [status, body.error.message];
    };
    await expect(
      failing({ type: 'answer', status: 403, body: '{"message":"no"}' }),
    ).resolves.toEqual([
      403,
      expect.stringContaining("Cluster 'real' does not let the portal read"),
    ]);
    await expect(
      failing({ type: 'answer', status: 500, body: '<html>' }),
    ).resolves.toEqual([
      503,
      expect.stringContaining("Cluster 'real' answered 500 for deployments"),
    ]);
    await expect(failing({ type: 'reset' })).resolves.toEqual([
      503,
      expect.stringContaining("Cluster 'real' cannot be reached"),
    ]);
  });
});
