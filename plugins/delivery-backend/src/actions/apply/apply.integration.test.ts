import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import { applyBench } from '../../__testUtils__/applyBench';
import { deployment, uniqueName } from '../../__testUtils__/realCluster';
import { waitFor } from '../../__testUtils__/waitFor';

jest.setTimeout(120_000);

describe('apply, on a real API server', () => {
  const bench = applyBench();
  const { cluster, namespace, id, labels, service, startPortal } = bench;
  const { workload } = bench;

  it('tells what it would do and does nothing, then does it once', async () => {
    const { portal, apply } = await startPortal();
    const objects = [workload('orders', 'example/orders:1.0.0'), service];
    const planned = await apply(objects, { dryRun: true });
    expect(planned).toMatchObject({
      status: 200,
      body: {
        canApply: true,
        cluster: 'real',
        objects: [
          { kind: 'Service', name: 'orders', namespace, result: 'create' },
          { kind: 'Deployment', result: 'create' },
        ],
      },
    });
    const list = () => cluster.apps.listNamespacedDeployment({ namespace });
    expect((await list()).items).toEqual([]);

    const done = await apply(objects, { key: 'the-same-key' });
    expect(done).toMatchObject({
      status: 201,
      body: {
        state: 'succeeded',
        target: { environment: 'dev' },
        actor: 'user:default/mock',
        reason: 'To try it',
        action: {
          kind: 'workload.apply',
          objects: [{ kind: 'Service' }, { kind: 'Deployment' }],
        },
      },
    });
    const again = await apply(objects, { key: 'the-same-key' });
    expect(again.body).toEqual(done.body);
    const [created] = (await list()).items;
    expect(created.metadata).toMatchObject({
      annotations: { 'fairway.dev/actor': 'user:default/mock' },
      generation: 1,
    });
    await waitFor('the page to show it', async () => {
      const { workloads } = await portal.dev();
      return workloads.some(({ name }) => name === 'orders');
    });

    const next = workload('orders', 'example/orders:1.1.0');
    const update = await apply([next], { dryRun: true });
    expect(update.body).toMatchObject({
      objects: [
        {
          result: 'update',
          changes: [
            {
              path: 'spec.template.spec.containers[orders].image',
              before: 'example/orders:1.0.0',
              after: 'example/orders:1.1.0',
            },
          ],
        },
      ],
    });
    const unchanged = await apply([objects[0]], { dryRun: true });
    expect(unchanged.body).toMatchObject({
      objects: [{ result: 'unchanged', changes: [] }],
    });
  });

  it('gives the API server’s own words, and never takes what another manager owns', async () => {
    const { apply } = await startPortal();
    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment('owned', { id, image: 'example/owned:1.0.0' }),
    });
    const mine = workload('owned', 'example/owned:2.0.0');
    const planned = await apply([mine], { dryRun: true });
    expect(planned.body).toMatchObject({
      objects: [
        {
          refusal: {
            message: expect.stringMatching(/^Apply failed with \d+ conflict/),
          },
        },
      ],
    });
    const refused = await apply([mine, service]);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error: { message: expect.stringContaining('Apply failed with') },
      },
    });
    const unknown = workload('owned', 'example/owned:1.0.0');
    const wrong = { ...unknown, spec: { ...unknown.spec, replica: 2 } };
    expect((await apply([wrong], { dryRun: true })).body).toMatchObject({
      canApply: false,
      objects: [{ refusal: { message: expect.stringContaining('replica') } }],
    });
  });

  it.each([
    [
      'of another service',
      { ...service, metadata: { name: 'other', labels: {} } },
      'does not name component:default/orders as its owner',
    ],
    [
      'of another namespace',
      { ...service, metadata: { ...service.metadata, namespace: 'default' } },
      "Namespace 'default' is not one of environment 'dev'",
    ],
    [
      'of a kind that nobody allowed',
      { ...service, kind: 'Secret', spec: undefined },
      "Secret of 'v1' is not among the kinds",
    ],
    [
      'that is of the whole cluster',
      { ...service, kind: 'Node', spec: undefined },
      "does not serve a namespaced kind Node in 'v1'",
    ],
  ])('refuses an object %s', async (_, object, reason) => {
    const { apply } = await startPortal();
    const planned = await apply([object], { dryRun: true });
    expect(planned.body).toMatchObject({
      canApply: false,
      objects: [
        {
          result: 'refused',
          refusal: { message: expect.stringContaining(reason) },
        },
      ],
    });
    expect((await apply([object])).status).toBe(409);
  });

  it('leaves alone what another catalog file claims too, unless what runs says whose it is', async () => {
    const { apply } = await startPortal({
      actToken: 'token',
      others: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'claimant',
            annotations: {
              'backstage.io/kubernetes-id': id,
              'backstage.io/managed-by-location':
                'url:https://git.example/harbour/claimant/src/branch/main/catalog-info.yaml',
            },
          },
        },
      ],
    });
    const claimed = workload('claimed', 'example/claimed:1.0.0');
    const { metadata } = claimed;
    const annotations = { 'fairway.dev/entity': 'component:default/orders' };
    const marked = { ...claimed, metadata: { ...metadata, annotations } };
    await cluster.apps.createNamespacedDeployment({ namespace, body: claimed });
    expect((await apply([claimed], { dryRun: true })).body).toMatchObject({
      canApply: false,
      objects: [
        {
          refusal: {
            message: `component:default/claimant also claims the id '${id}' of the existing object, and nothing shows which entity owns it. Set the annotation fairway.dev/entity on the object to the entity that owns it`,
          },
        },
      ],
    });
    await cluster.apps.deleteNamespacedDeployment({
      name: 'claimed',
      namespace,
    });
    await cluster.apps.createNamespacedDeployment({ namespace, body: marked });
    expect((await apply([marked], { dryRun: true })).body).toMatchObject({
      canApply: true,
    });
  });

  it('creates a Secret once with values that no answer contains, and never changes it', async () => {
    const { apply } = await startPortal();
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'orders-database',
        labels,
        annotations: { 'fairway.dev/generate': 'PASSWORD, ROOT_PASSWORD' },
      },
    };
    const read = async () => {
      const { data = {} } = await cluster.core.readNamespacedSecret({
        name: 'orders-database',
        namespace,
      });
      return Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          Buffer.from(value, 'base64').toString(),
        ]),
      );
    };
    const planned = await apply([secret], { dryRun: true });
    expect(planned.body).toMatchObject({
      canApply: true,
      objects: [{ kind: 'Secret', result: 'create', changes: [] }],
    });
    const done = await apply([secret, service]);
    expect(done.status).toBe(201);
    const made = await read();
    expect(made).toEqual({
      PASSWORD: expect.stringMatching(/^[\w-]{32}$/),
      ROOT_PASSWORD: expect.stringMatching(/^[\w-]{32}$/),
    });
    expect(made.PASSWORD).not.toBe(made.ROOT_PASSWORD);
    expect(JSON.stringify([planned, done])).not.toContain(made.PASSWORD);

    const again = await apply([secret], { dryRun: true });
    expect(again.body).toEqual(planned.body);
    expect((await apply([secret])).status).toBe(201);
    expect(await read()).toEqual(made);

    const known = { ...secret, stringData: { PASSWORD: 'in-git' } };
    expect((await apply([known], { dryRun: true })).body).toMatchObject({
      objects: [{ refusal: { code: 'generatedSecretHasField' } }],
    });
  });

  it('does not let a service read a Secret of another by claiming to generate it', async () => {
    const { apply } = await startPortal();
    await cluster.core.createNamespacedSecret({
      namespace,
      body: { metadata: { name: 'payments' }, stringData: { KEY: 'a' } },
    });
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'payments',
        labels,
        annotations: { 'fairway.dev/generate': 'KEY' },
      },
    };
    const thief = workload('thief', 'example/thief:1.0.0');
    const [container] = thief.spec.template.spec.containers;
    const envFrom = [{ secretRef: { name: 'payments' } }];
    Object.assign(container, { envFrom });
    expect((await apply([thief], { dryRun: true })).body).toMatchObject({
      objects: [{ refusal: { code: 'secretNotOwn' } }],
    });
    expect(await apply([secret, thief])).toMatchObject({
      status: 409,
      body: {
        error: {
          message: `Secret ${namespace}/payments: The Secret ${namespace}/payments exists already, and the portal did not create it for this service. Use another name`,
        },
      },
    });
    const { items } = await cluster.apps.listNamespacedDeployment({
      namespace,
    });
    expect(items.map(({ metadata }) => metadata?.name)).not.toContain('thief');
  });

  it('refuses what reaches another service of the namespace', async () => {
    const { apply } = await startPortal();
    const name = uniqueName('billing');
    const selector = { app: name };
    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment(name),
    });
    await cluster.core.createNamespacedService({
      namespace,
      body: { metadata: { name }, spec: { selector, ports: [{ port: 80 }] } },
    });
    const codeOf = async (object: object) =>
      z
        .object({
          objects: z.tuple([
            z.object({ refusal: z.object({ code: z.string() }).optional() }),
          ]),
        })
        .parse((await apply([object], { dryRun: true })).body).objects[0]
        .refusal?.code;
    const own = (apiVersion: string, kind: string, spec: object) => ({
      apiVersion,
      kind,
      metadata: { name: 'reaching', labels },
      spec,
    });
    const disguised = workload('reaching', 'example/reaching:1.0.0');
    const { template } = disguised.spec;
    template.metadata.labels = { ...template.metadata.labels, app: name };
    disguised.spec.selector.matchLabels.app = name;
    await waitFor('the portal to see the other service', async () =>
      ['podLabelsOfOther', 'selectorOfOther'].includes(
        `${await codeOf(disguised)}`,
      ),
    );
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
    expect(
      await codeOf(
        own('autoscaling/v2', 'HorizontalPodAutoscaler', {
          scaleTargetRef,
          maxReplicas: 2,
        }),
      ),
    ).toBe('referenceNotOwn');
    expect(
      await codeOf(own('v1', 'Service', { selector, ports: [{ port: 80 }] })),
    ).toBe('selectorOfOther');
    expect(
      await codeOf(
        own('networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {} }),
      ),
    ).toBe('selectorTooBroad');
    expect(
      await codeOf(
        own('policy/v1', 'PodDisruptionBudget', {
          maxUnavailable: 0,
          selector: { matchLabels: selector },
        }),
      ),
    ).toBe('selectorOfOther');
  });

  it('tries what is to be of a service that the catalog does not have yet, and tells nothing of what is there', async () => {
    const { portal } = await startPortal();
    const toCome = (owner: string, name: string) => ({
      kind: 'Component',
      metadata: {
        name,
        annotations: { 'backstage.io/kubernetes-id': id },
      },
      spec: { owner },
    });
    const asked = (entity: object, name: string, manifest: object) =>
      portal.act({
        target: {
          type: 'service',
          entityRef: `component:default/${name}`,
          environment: 'dev',
        },
        draft: entity,
        action: {
          kind: 'workload.apply',
          manifests: JSON.stringify(manifest),
        },
        idempotencyKey: uniqueName('key'),
        dryRun: true,
      });
    const mine = 'user:default/mock';
    const fresh = workload(uniqueName('fresh'), 'example/fresh:1.0.0');
    expect(await asked(toCome(mine, 'new'), 'new', fresh)).toMatchObject({
      status: 200,
      body: { preview: { canApply: true, objects: [{ result: 'create' }] } },
    });
    await cluster.core.createNamespacedService({
      namespace,
      body: { metadata: { name: 'there', labels }, spec: service.spec },
    });
    const there = { ...service, metadata: { name: 'there', labels } };
    expect(await asked(toCome(mine, 'new'), 'new', there)).toMatchObject({
      body: {
        refusals: [{ code: 'nameTaken' }],
        preview: {
          canApply: false,
          objects: [{ changes: [], refusal: { code: 'nameTaken' } }],
        },
      },
    });
    const foreign = toCome('group:default/others', 'new');
    expect(await asked(foreign, 'new', fresh)).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('would belong to') } },
    });
    const other = toCome(mine, 'another');
    expect((await asked(other, 'new', fresh)).status).toBe(404);
  });

  it('makes a namespace with what new ones begin with, and what is to be in it', async () => {
    const fresh = uniqueName(`${namespace}-new`);
    const { apply } = await startPortal({
      actToken: 'token',
      apply: {
        newNamespaces: {
          labels: { team: 'harbour' },
          quota: { pods: '30' },
          containers: { requests: { cpu: '50m' }, limits: { memory: '64Mi' } },
          grants: ['dev', 'production'].map(environment => ({
            environments: [environment],
            clusterRole: 'view',
            serviceAccount: `ci/for-${environment}`,
          })),
        },
      },
    });
    const there = {
      ...service,
      metadata: { ...service.metadata, namespace: fresh },
    };
    const asked = { createNamespace: true };
    const none = await apply([there], { dryRun: true });
    expect(none.body).toMatchObject({
      objects: [{ refusal: { message: expect.stringContaining('not found') } }],
    });
    const kinds = (result: string) =>
      [
        'Namespace',
        'RoleBinding',
        'ResourceQuota',
        'LimitRange',
        'NetworkPolicy',
        'Service',
      ].map(kind => ({ kind, namespace: fresh, result }));
    expect(
      (await apply([there], { dryRun: true, ...asked })).body,
    ).toMatchObject({ canApply: true, objects: kinds('create') });
    try {
      expect((await apply([there], asked)).status).toBe(201);
      const made = await cluster.core.readNamespace({ name: fresh });
      expect(made.metadata?.labels).toMatchObject({ team: 'harbour' });
      const quota = await cluster.core.readNamespacedResourceQuota({
        name: 'default',
        namespace: fresh,
      });
      expect(quota.spec?.hard).toEqual({ pods: '30' });
      expect(
        (await apply([there], { dryRun: true, ...asked })).body,
      ).toMatchObject({ objects: [{ kind: 'Service', result: 'unchanged' }] });
      // What is missing is made up for; nothing else need be applied.
      await cluster.core.deleteNamespacedResourceQuota({
        name: 'default',
        namespace: fresh,
      });
      const alone = { ...asked, namespace: fresh };
      expect((await apply([], { dryRun: true, ...alone })).body).toMatchObject({
        objects: [{ kind: 'ResourceQuota', result: 'create' }],
      });
      expect((await apply([], alone)).status).toBe(201);
      expect((await apply([], { dryRun: true, ...alone })).body).toMatchObject({
        canApply: true,
        objects: [],
      });
      expect((await apply([], asked)).status).toBe(400);
      const elsewhere = await apply([], { ...asked, namespace: 'elsewhere' });
      expect(elsewhere.body).toMatchObject({
        error: { message: expect.stringContaining('not one of environment') },
      });
    } finally {
      await cluster.core.deleteNamespace({ name: fresh });
    }
    const foreign = {
      ...service,
      metadata: { ...service.metadata, namespace: 'elsewhere' },
    };
    expect(
      (await apply([foreign], { dryRun: true, ...asked })).body,
    ).toMatchObject({
      objects: [
        {
          refusal: {
            message: expect.stringContaining('not one of environment'),
          },
        },
      ],
    });
  });

  it('tells a kind that may come from what is refused for good, and sees it when it has come', async () => {
    const group = `${uniqueName('berths')}.example.com`;
    const fresh = `${namespace}-${uniqueName('new')}`;
    const { apply } = await startPortal({
      actToken: 'token',
      apply: {
        kinds: [`${group}/Berth`],
        uncheckedKinds: [`${group}/Berth`],
        newNamespaces: {},
      },
    });
    const berth = (name = 'north') => ({
      apiVersion: `${group}/v1`,
      kind: 'Berth',
      metadata: { name, namespace, labels },
    });
    const plan = async (object: object, rest: object = {}) =>
      (await apply([object], { dryRun: true, ...rest })).body;
    const unknown = {
      result: 'refused',
      refusal: expect.objectContaining({ code: 'kindNotServed' }),
      kindNotServed: true,
    };
    expect(await plan(berth())).toMatchObject({ objects: [unknown] });
    const [{ kindNotServed }] = (
      (await plan({ ...berth(), kind: 'Buoy' })) as {
        objects: { kindNotServed?: boolean }[];
      }
    ).objects;
    expect(kindNotServed).toBeUndefined();
    const there = {
      ...berth(),
      metadata: { ...berth().metadata, namespace: fresh },
    };
    expect(await plan(there, { createNamespace: true })).toMatchObject({
      canApply: false,
      objects: expect.arrayContaining([expect.objectContaining(unknown)]),
    });

    const name = `berths.${group}`;
    await cluster.definitions.createCustomResourceDefinition({
      body: {
        metadata: { name },
        spec: {
          group,
          scope: 'Namespaced',
          names: { kind: 'Berth', plural: 'berths' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object' } },
            },
          ],
        },
      },
    });
    try {
      await waitFor('the kind to be served', async () =>
        JSON.stringify(await plan(berth())).includes('"create"'),
      );
      const set = uniqueName('set');
      expect((await apply([berth('north')], { applySet: set })).status).toBe(
        201,
      );
      expect(
        await plan(berth('south'), { applySet: set, prune: true }),
      ).toMatchObject({
        objects: [
          { name: 'south', result: 'create' },
          { kind: 'Berth', name: 'north', result: 'delete' },
        ],
      });
    } finally {
      await cluster.definitions.deleteCustomResourceDefinition({ name });
    }
  });

  it('lists the environments where a user may deploy, with the free quota', async () => {
    await cluster.core.createNamespacedResourceQuota({
      namespace,
      body: {
        metadata: { name: 'compute' },
        spec: { hard: { 'count/cronjobs.batch': '3' } },
      },
    });
    const { portal } = await startPortal();
    const places = async () => (await portal.ask('/environments')).body;
    await waitFor('the quota to be read', async () =>
      JSON.stringify(await places()).includes('cronjobs'),
    );
    expect(await places()).toMatchObject({
      environments: [
        {
          name: 'dev',
          production: false,
          isWritable: true,
          canApply: true,
          quotas: [
            {
              namespace,
              quota: 'compute',
              used: 0,
              hard: 3,
              resource: 'count/cronjobs.batch',
            },
          ],
        },
        { isWritable: false },
      ],
    });
  });

  it('refuses to take what is there and belongs to nobody, or to a tool that would undo it', async () => {
    const { apply } = await startPortal();
    for (const [name, metadata] of Object.entries({
      nobodys: {},
      argos: { labels, annotations: { 'argocd.argoproj.io/tracking-id': 'a' } },
    })) {
      await cluster.core.createNamespacedService({
        namespace,
        body: { metadata: { name, ...metadata }, spec: service.spec },
      });
    }
    const planOf = async (name: string) => {
      const object = { ...service, metadata: { name, labels } };
      return (await apply([object], { dryRun: true })).body;
    };
    expect(await planOf('nobodys')).toMatchObject({
      objects: [{ refusal: { code: 'ownerNotProven' } }],
    });
    expect(await planOf('argos')).toMatchObject({
      objects: [
        { refusal: { code: 'managedByOther', values: { manager: 'Argo CD' } } },
      ],
    });
  });

  it('is off until a cluster has a credential for it', async () => {
    const { apply } = await startPortal({});
    expect(await apply([service], { dryRun: true })).toMatchObject({
      status: 403,
      body: {
        error: { message: expect.stringContaining('delivery.clusters') },
      },
    });
  });

  it('needs a permission and a reason, and manifests that are some', async () => {
    const { apply } = await startPortal();
    expect((await apply([service], { reason: ' ' })).status).toBe(400);
    expect(await apply([{ kind: 'Service' }])).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('Document 1') } },
    });
    const { apply: refused } = await startPortal({
      actToken: 'token',
      features: [
        mockServices.permissions.factory({ result: AuthorizeResult.DENY }),
      ],
    });
    expect(await refused([service])).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('delivery.apply') } },
    });
  });
});
