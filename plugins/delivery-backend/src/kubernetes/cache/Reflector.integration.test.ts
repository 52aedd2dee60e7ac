import { mockServices } from '@backstage/backend-test-utils';
import type { KubernetesCredential } from '@backstage/plugin-kubernetes-node';
import { systemClock } from '@fairway/backstage-plugin-delivery-common';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { DirectClusterAccess } from '../access/DirectClusterAccess';
import { projectDeployment } from '../projection/workloads';
import type { DeploymentRecord } from '../projection/records';
import { FaultyProxy } from '../../__testUtils__/FaultyProxy';
import type { Fault } from '../../__testUtils__/FaultyProxy';
import {
  clustersService,
  deployment,
  ownAuth,
  realCluster,
  uniqueName,
} from '../../__testUtils__/realCluster';
import { waitFor } from '../../__testUtils__/waitFor';
import { Reflector } from './Reflector';
import type { ReflectorSync } from './ReflectorTarget';

jest.setTimeout(120_000);

describe('Reflector, on a real API server', () => {
  const cluster = realCluster();
  const namespace = uniqueName('reflector');
  const stopped: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    await cluster.core.createNamespace({
      body: { metadata: { name: namespace } },
    });
  });

  afterEach(async () => {
    for (const stop of stopped.splice(0).reverse()) await stop();
  });

  afterAll(async () => {
    await cluster.core.deleteNamespace({ name: namespace });
  });

  async function create(name: string, image?: string) {
    await cluster.apps.createNamespacedDeployment({
      namespace,
      body: deployment(name, { image, replicas: 0 }),
    });
  }

  async function reflect(
    options: {
      silenceLimitMs?: number;
      fault?: Fault;
      path?: string;
      isOptional?: boolean;
      clock?: Clock;
      credential?: KubernetesCredential;
      listsFromWatchCache?: boolean;
    } = {},
  ) {
    const { credential = cluster.credential } = options;
    const { ca, rejectUnauthorized } = cluster.tls;
    const proxy = await FaultyProxy.start({
      url: cluster.url,
      // The portal's own credential goes through where it has one to show.
      options: options.credential ? { ca, rejectUnauthorized } : cluster.tls,
    });
    if (options.fault) proxy.failWith(options.fault);
    const records = new Map<string, DeploymentRecord>();
    const syncs: ReflectorSync[] = [];
    const counts = { lists: 0, skipped: 0 };
    const access = DirectClusterAccess.create({
      clusters: clustersService(
        [{ ...cluster.details, url: proxy.url }],
        credential,
      ),
      auth: ownAuth,
    });
    const abort = new AbortController();
    const running = Reflector.create({
      access,
      cluster: 'real',
      resource: 'deployments',
      path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
      project: projectDeployment,
      target: {
        replace: all => {
          records.clear();
          all.forEach(r => records.set(r.uid, r));
        },
        upsert: r => records.set(r.uid, r),
        remove: uid => records.delete(uid),
        setSync: sync => syncs.push(sync),
      },
      observer: {
        listed: () => (counts.lists += 1),
        received: () => {},
        skipped: () => (counts.skipped += 1),
      },
      clock: systemClock,
      random: () => 0.5,
      logger: mockServices.logger.mock(),
      pageSize: 2,
      ...options,
    }).run(abort.signal);
    stopped.push(async () => {
      abort.abort();
      await running;
      await access.close();
      await proxy.stop();
    });
    const names = () => [...records.values()].map(r => r.name).sort();
    const sync = () => syncs[syncs.length - 1];
    const isSynced = () => sync()?.state === 'synced';
    const watches = () =>
      proxy.requests.filter(url => url.includes('watch=true')).length;
    return { proxy, records, syncs, sync, counts, names, isSynced, watches };
  }

  it('lists by pages, then follows what is created, changed and deleted', async () => {
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      await create(name);
    const { proxy, records, counts, names, isSynced } = await reflect({
      // The watch cache does not have to answer by pages.
      listsFromWatchCache: false,
    });
    await waitFor('the first list', isSynced);
    expect(names()).toEqual(['five', 'four', 'one', 'three', 'two']);
    expect(proxy.requests.filter(u => u.includes('continue='))).toHaveLength(2);

    await create('six');
    await waitFor('the new one', () => names().includes('six'));
    await cluster.apps.patchNamespacedDeployment({
      namespace,
      name: 'six',
      body: [
        {
          op: 'replace',
          path: '/spec/template/spec/containers/0/image',
          value: 'example/six:2.0.0',
        },
      ],
    });
    await waitFor('its image', () =>
      [...records.values()].some(
        r => r.template.mainImage === 'example/six:2.0.0',
      ),
    );
    await cluster.apps.deleteNamespacedDeployment({ namespace, name: 'six' });
    await waitFor('its end', () => !names().includes('six'));
    expect(counts).toEqual({ lists: 1, skipped: 0 });
  });

  it('lists from the watch cache at first, and then follows changes', async () => {
    await create('cached');
    const { proxy, counts, names, isSynced } = await reflect();
    await waitFor('the first list', isSynced);
    await waitFor('the cached one', () => names().includes('cached'));
    expect(proxy.requests[0]).toContain('resourceVersion=0');
    await create('after-cache');
    await waitFor('the new one', () => names().includes('after-cache'));
    expect(counts).toEqual({ lists: 1, skipped: 0 });
  });

  it('resumes a watch after a reset, without a list and without a report', async () => {
    const { proxy, syncs, counts, names, isSynced, watches } = await reflect();
    await waitFor('the first list', isSynced);
    await waitFor('the first watch', () => watches() === 1);
    // A watch that broke at once would count as a failure.
    await waitFor('an event', async () => {
      await systemClock.delay(1_100, new AbortController().signal);
      return true;
    });
    proxy.breakConnections();
    await create('after-reset');
    await waitFor('what came meanwhile', () => names().includes('after-reset'));
    expect(counts.lists).toBe(1);
    expect(syncs.map(s => s.state)).toEqual(['syncing', 'synced']);
  });

  it('reads a line again from the next watch when it was cut off', async () => {
    const { proxy, counts, names, isSynced, watches } = await reflect();
    await waitFor('the first watch', () => isSynced() && watches() === 1);
    proxy.failWith(url => ({
      type: url.includes('watch=true') ? 'truncate' : 'none',
    }));
    await create('truncated');
    await waitFor('a second watch', () => watches() >= 2);
    proxy.failWith({ type: 'none' });
    proxy.breakConnections();
    await waitFor('the whole of it', () => names().includes('truncated'));
    expect(counts).toEqual({ lists: 1, skipped: 0 });
  });

  it('lists again when the resource version of the watch has expired', async () => {
    const { proxy, counts, names, isSynced, watches } = await reflect();
    await waitFor('the first watch', () => isSynced() && watches() === 1);
    // The API server says it as an event of the watch, or as its answer.
    proxy.failWith({ type: 'outdated' });
    proxy.breakConnections();
    await waitFor('a second list', () => counts.lists >= 2);
    proxy.failWith(url =>
      url.includes('watch=true')
        ? { type: 'answer', status: 410, body: '{"message":"Expired"}' }
        : { type: 'none' },
    );
    proxy.breakConnections();
    const lists = counts.lists;
    await waitFor('one more list', () => counts.lists > lists);
    proxy.failWith({ type: 'none' });
    await create('after-expiry');
    await waitFor('what came after', () => names().includes('after-expiry'));
    expect(counts.skipped).toBe(0);
  });

  it.each([
    {
      fault: { type: 'reset' } as const,
      says: "Cluster 'real' cannot be reached: the connection was",
    },
    {
      fault: {
        type: 'answer',
        status: 403,
        body: '{"message":"deployments.apps is forbidden"}',
      } as const,
      says: "Grant the portal's service account get, list and watch on deployments",
    },
    {
      fault: {
        type: 'answer',
        status: 401,
        body: '{"message":"Unauthorized"}',
      } as const,
      says: "does not accept the portal's credential",
    },
    {
      fault: {
        type: 'answer',
        status: 429,
        headers: { 'retry-after': '1' },
        body: '{"message":"too many requests"}',
      } as const,
      says: "throttles the portal's requests",
    },
    {
      fault: {
        type: 'answer',
        status: 500,
        body: '<html>Bad gateway</html>',
      } as const,
      says: 'answered 500 for deployments: Internal Server Error',
    },
    {
      fault: {
        type: 'answer',
        status: 200,
        body: '<html>Log in</html>',
      } as const,
      says: 'is not a list',
    },
    { fault: { type: 'hang' } as const, says: 'sent no data' },
  ])(
    'keeps its records during $fault.type $fault.status, reports the reason and recovers',
    async ({ fault, says }) => {
      const { proxy, sync, names, isSynced, watches } = await reflect({
        silenceLimitMs: 500,
      });
      await waitFor('the first watch', () => isSynced() && watches() >= 1);
      const before = names();
      proxy.failWith(url =>
        // Then the watch cannot be had and, after an expiry, neither the list.
        url.includes('watch=true') &&
        fault.type === 'answer' &&
        fault.status === 200
          ? { type: 'answer', status: 410, body: '{}' }
          : fault,
      );
      proxy.breakConnections();
      await waitFor(
        'the reason',
        () => sync().message?.includes(says),
        () => JSON.stringify(sync()),
      );
      expect(sync().state).toBe('stale');
      expect(names()).toEqual(before);
      proxy.failWith({ type: 'none' });
      proxy.breakConnections();
      await waitFor('recovery', isSynced);
    },
  );

  it('reports a cluster that was never read as failed, not as stale', async () => {
    const { proxy, sync } = await reflect({
      silenceLimitMs: 500,
      fault: { type: 'hang' },
    });
    await waitFor('the failure', () => sync().state === 'failed');
    expect(sync().message).toContain('sent no data');
    proxy.failWith({ type: 'none' });
    await waitFor('recovery', () => sync().state === 'synced');
  });

  it('keeps its records when its token expires, and continues with a new one', async () => {
    const name = uniqueName('portal');
    await cluster.core.createNamespacedServiceAccount({
      namespace,
      body: { metadata: { name } },
    });
    await cluster.rbac.createNamespacedRoleBinding({
      namespace,
      body: {
        metadata: { name },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'view',
        },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
    });
    const newToken = async () => {
      const { status } = await cluster.core.createNamespacedServiceAccountToken(
        {
          namespace,
          name,
          body: { spec: { audiences: [] } },
        },
      );
      return status?.token ?? '';
    };
    await create('before-expiry');
    const credential = {
      type: 'bearer token' as const,
      token: await newToken(),
    };
    const { proxy, sync, names, isSynced, watches } = await reflect({
      credential,
    });
    await waitFor('the first watch', () => isSynced() && watches() === 1);

    // No API server takes a token whose signature is not its own.
    credential.token = `${credential.token}expired`;
    proxy.breakConnections();
    await waitFor(
      'the reason',
      () => sync().message?.includes("does not accept the portal's credential"),
      () => JSON.stringify(sync()),
    );
    expect(sync().state).toBe('stale');
    expect(names()).toContain('before-expiry');

    credential.token = await newToken();
    await create('after-renewal');
    await waitFor('what came meanwhile', () =>
      names().includes('after-renewal'),
    );
    expect(isSynced()).toBe(true);
  });

  it('has no records after a custom resource definition was removed, and the new ones after it was added again', async () => {
    const group = `${uniqueName('faults')}.example.com`;
    const crd = `deployments.${group}`;
    const define = () =>
      cluster.definitions.createCustomResourceDefinition({
        body: {
          metadata: { name: crd },
          spec: {
            group,
            scope: 'Namespaced',
            names: { kind: 'Deployment', plural: 'deployments' },
            versions: [
              {
                name: 'v1',
                served: true,
                storage: true,
                schema: {
                  openAPIV3Schema: {
                    type: 'object',
                    x_kubernetes_preserve_unknown_fields: true,
                  },
                },
              },
            ],
          },
        },
      });
    const createOf = (name: string) =>
      // Its API is there a moment after its definition.
      waitFor(`the API of ${crd}`, () =>
        cluster.custom
          .createNamespacedCustomObject({
            group,
            version: 'v1',
            namespace,
            plural: 'deployments',
            body: {
              apiVersion: `${group}/v1`,
              kind: 'Deployment',
              ...deployment(name),
            },
          })
          .catch(() => undefined),
      );
    const { names, syncs, isSynced } = await reflect({
      path: `/apis/${group}/v1/deployments`,
      isOptional: true,
      // The half minute between two looks for a kind passes faster.
      clock: {
        ...systemClock,
        delay: (ms, signal) => systemClock.delay(Math.min(ms, 200), signal),
      },
    });
    await waitFor('that there is none', isSynced);
    stopped.push(async () => {
      await cluster.definitions.deleteCustomResourceDefinition({ name: crd });
    });
    await define();
    await createOf('first');
    await waitFor('the first', () => names().join() === 'first');
    await cluster.definitions.deleteCustomResourceDefinition({ name: crd });
    await waitFor('its end', () => names().length === 0);
    await waitFor('the end of its definition', async () => {
      const { items } =
        await cluster.definitions.listCustomResourceDefinition();
      return !items.some(({ metadata }) => metadata?.name === crd);
    });
    await define();
    await createOf('second');
    await waitFor('the second', () => names().join() === 'second');
    expect(syncs.map(({ state }) => state)).not.toContain('failed');
    expect(isSynced()).toBe(true);
  });
});
