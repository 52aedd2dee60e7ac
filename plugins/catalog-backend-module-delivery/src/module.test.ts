import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import type {
  CatalogService,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type {
  DeployedWorkload,
  WorkloadsEvent,
} from '@fairway/backstage-plugin-delivery-common';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogModuleDelivery } from './module';
import { workload } from './__testUtils__/workload';

/** Starts the real catalog with the module, a fake delivery plugin and a provider of catalog files. */
async function startPortal() {
  const sinks: ((event: WorkloadsEvent) => void)[] = [];
  let first: DeployedWorkload[] = [];
  let files: EntityProviderConnection | undefined;
  let catalog: CatalogService | undefined;
  const clusters = [
    { name: 'staging', sync: { state: 'synced' as const, since: 'then' } },
  ];
  const delivery = createBackendPlugin({
    pluginId: 'delivery',
    register(env) {
      env.registerInit({
        deps: { http: coreServices.httpRouter, catalog: catalogServiceRef },
        async init(deps) {
          catalog = deps.catalog;
          deps.http.use((req, res) => {
            expect(req.path).toBe('/v1/workloads/stream');
            res.writeHead(200, {
              'content-type': 'text/event-stream',
              'cache-control': 'no-transform',
            });
            const send = (event: WorkloadsEvent) =>
              res.write(`id: a\ndata: ${JSON.stringify(event)}\n\n`);
            send({ type: 'snapshot', clusters, workloads: first });
            sinks.push(send);
          });
        },
      });
    },
  });
  const filesModule = createBackendModule({
    pluginId: 'catalog',
    moduleId: 'files',
    register(env) {
      env.registerInit({
        deps: { processing: catalogProcessingExtensionPoint },
        async init({ processing }) {
          processing.addEntityProvider({
            getProviderName: () => 'files',
            connect: async connection => {
              files = connection;
            },
          });
        },
      });
    },
  });
  const { server } = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleDelivery,
      filesModule,
      delivery,
      mockServices.rootConfig.factory({
        data: {
          catalog: {
            processingInterval: { seconds: 1 },
            providers: {
              delivery: {
                workloads: [{}],
                removeAfter: { milliseconds: 1 },
              },
            },
          },
        },
      }),
    ],
  });
  const find = async (ref: string): Promise<Entity | undefined> =>
    catalog?.getEntityByRef(ref, {
      credentials: await mockServices.auth().getOwnServiceCredentials(),
    });
  return {
    server,
    send(event: Omit<WorkloadsEvent & { type: 'patch' }, 'type'>) {
      if (!sinks.length) first = event.workloads;
      sinks.forEach(send => send({ type: 'patch', ...event }));
    },
    async until(ref: string, matches: (entity: Entity | undefined) => boolean) {
      for (;;) {
        const entity = await find(ref);
        if (matches(entity)) return entity;
        await sleep(100);
      }
    },
    async file(entity: Entity | undefined) {
      await files?.applyMutation({
        type: 'full',
        entities: entity ? [{ entity, locationKey: 'url:file' }] : [],
      });
    },
  };
}

const owned = (owner: string) => (entity: Entity | undefined) =>
  entity?.spec?.owner === owner;

describe('catalogModuleDelivery', () => {
  it('adds discovered entities, yields to catalog files, and removes entities without workloads', async () => {
    const { send, until, file } = await startPortal();
    const orders = workload({
      name: 'orders',
      labels: { 'app.kubernetes.io/part-of': 'shop' },
    });
    const ref = 'component:default/orders';
    const astray = workload({
      name: 'astray',
      entity: 'component:default/bad name!',
    });
    send({ workloads: [orders, astray], removed: [] });
    await until(ref, owned('group:default/unknown'));
    await until('component:default/astray', owned('group:default/unknown'));
    const isGroup = (entity: Entity | undefined) => entity !== undefined;
    const unknown = await until('group:default/unknown', isGroup);
    expect(unknown?.relations).toContainEqual({
      type: 'ownerOf',
      targetRef: 'component:default/astray',
    });
    expect(unknown?.relations).not.toContainEqual(
      expect.objectContaining({ type: 'hasMember' }),
    );
    const system = await until(
      'system:default/shop',
      owned('group:default/unknown'),
    );
    expect(system?.relations).toContainEqual({
      type: 'hasPart',
      targetRef: ref,
    });

    const origin = {
      'backstage.io/managed-by-location': 'url:https://git.example/orders',
      'backstage.io/managed-by-origin-location':
        'url:https://git.example/orders',
    };
    await file({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'orders',
        annotations: { ...origin, 'backstage.io/kubernetes-id': 'not one' },
      },
      spec: { type: 'service', lifecycle: 'production', owner: 'payments' },
    });
    const described = await until(ref, owned('payments'));
    expect(described).toMatchObject({
      status: {
        items: [
          {
            level: 'error',
            message: expect.stringMatching(
              /^backstage.io\/kubernetes-id: 'not one'/,
            ),
          },
        ],
      },
    });
    send({ workloads: [{ ...orders, services: [ref] }], removed: [] });
    // The system is removed because no other workload belongs to it.
    await until('system:default/shop', entity => entity === undefined);
    expect((await until(ref, () => true))?.spec?.owner).toBe('payments');

    await file(undefined);
    send({ workloads: [orders], removed: [] });
    await until(ref, owned('group:default/unknown'));
    send({ workloads: [], removed: [orders.uid] });
    await until(ref, entity => entity === undefined);
  }, 90_000);

  it('adds no provider without its configuration section', async () => {
    const { server } = await startTestBackend({
      features: [catalogPlugin, catalogModuleDelivery],
    });
    expect(server.listening).toBe(true);
  });
});
