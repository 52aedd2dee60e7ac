import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import deliveryPlugin from '@fairway/backstage-plugin-delivery-backend';
import { kubernetesClustersServiceRef } from '@fairway/backstage-plugin-delivery-node';
import scaffolderModuleDelivery from '@fairway/backstage-plugin-scaffolder-backend-module-delivery';
import { permissions, userInfo } from './accessServices';
import { fakePipelines } from './fakePipelines';
import { fakeScaffolder } from './fakeScaffolder';
import { startFakeServer } from './fakeServer';

const orders: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    namespace: 'default',
    annotations: {
      'backstage.io/kubernetes-id': 'orders',
      'backstage.io/managed-by-location':
        'url:https://git.example/harbour/orders/src/branch/main/catalog-info.yaml',
      'fake/job': 'harbour/orders',
    },
  },
  spec: { type: 'service', owner: 'group:default/harbour' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/harbour' }],
};

/** A request, and the header that authorizes it. */
export interface PortalRequest {
  method: 'get' | 'post';
  /** Path below `/api` */
  path: string;
  headers?: Record<string, string>;
  body?: object;
  authorization: string | undefined;
}

/**
 * The routes of the delivery plugin and of its scaffolder module with the portal's own
 * policy, a cluster and a CI server in memory, and one service `orders` that the group
 * `harbour` owns.
 */
export class RoutePortal {
  readonly gitUrl: string;
  readonly #base: string;
  readonly #stop: () => Promise<void>;

  /** @param templateFile - file of the template `service` */
  static async start(templateFile: string): Promise<RoutePortal> {
    const server = await startFakeServer();
    const backend = await startTestBackend({
      features: [
        deliveryPlugin,
        scaffolderModuleDelivery,
        permissions,
        fakePipelines,
        fakeScaffolder,
        clustersAt(server.url),
        userInfo,
        // Otherwise a request without a token has a user.
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        catalogServiceMock.factory({
          entities: [orders, templateAt(templateFile)],
        }),
        mockServices.rootConfig.factory({ data: configWith(server.url) }),
      ],
    });
    return new RoutePortal(
      `http://localhost:${backend.server.port()}/api`,
      server.url,
      async () => {
        await backend.stop();
        await server.stop();
      },
    );
  }

  private constructor(base: string, gitUrl: string, stop: () => Promise<void>) {
    this.#base = base;
    this.gitUrl = gitUrl;
    this.#stop = stop;
  }

  /** Status of the response; its body is read only if it is JSON. */
  async send(
    request: PortalRequest,
  ): Promise<{ status: number; body: unknown }> {
    const { method, path, headers, body, authorization } = request;
    const leaving = new AbortController();
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: {
        ...headers,
        ...(authorization && { authorization }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: leaving.signal,
    });
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer: unknown = isJson ? await response.json() : undefined;
    leaving.abort();
    return { status: response.status, body: answer };
  }

  async stop(): Promise<void> {
    await this.#stop();
  }
}

function templateAt(file: string): Entity {
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: {
      name: 'service',
      namespace: 'default',
      annotations: { 'backstage.io/managed-by-location': `file:${file}` },
    },
    spec: { type: 'service', steps: [] },
  };
}

function configWith(url: string) {
  return {
    permission: { enabled: true },
    fairway: {
      permission: { roles: { developer: ['group:default/other-team'] } },
    },
    integrations: {
      gitea: [{ host: new URL(url).host, baseUrl: url }],
    },
    delivery: {
      environments: [{ name: 'dev', cluster: 'staging', namespaces: ['dev'] }],
    },
  };
}

function clustersAt(url: string) {
  const authProvider = 'fake';
  const cluster = {
    name: 'staging',
    url,
    authMetadata: { 'kubernetes.io/auth-provider': authProvider },
  };
  const source = {
    clusterSupplier: { getClusters: async () => [cluster] },
    authStrategies: {
      [authProvider]: {
        getCredential: async () => ({ type: 'anonymous' as const }),
        validateCluster: () => [],
        presentAuthMetadata: () => ({}),
      },
    },
  };
  return createServiceFactory({
    service: kubernetesClustersServiceRef,
    deps: {},
    factory: () => ({
      provide: () => {},
      getSource: () => source,
      whenProvided: async () => {},
    }),
  });
}
