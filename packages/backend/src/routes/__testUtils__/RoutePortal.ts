import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type {
  BackstageCredentials,
  BackstageUserInfo,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import deliveryPlugin from '@fairway/backstage-plugin-delivery-backend';
import { kubernetesClustersServiceRef } from '@fairway/backstage-plugin-delivery-node';
import scaffolderModuleDelivery from '@fairway/backstage-plugin-scaffolder-backend-module-delivery';
import { readRoleBindings } from '../../permissions/readRoleBindings';
import { RolePolicy } from '../../permissions/RolePolicy';
import { groupsOf, restrictionsOf } from './callers';
import { fakePipelines } from './fakePipelines';
import { fakeScaffolder } from './fakeScaffolder';
import { startFakeServer } from './fakeServer';

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

const orders: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    namespace: 'default',
    annotations: {
      'backstage.io/kubernetes-id': 'orders',
      'backstage.io/managed-by-origin-location':
        'url:https://git.example/harbour/orders/src/branch/main/catalog-info.yaml',
      'fake/job': 'harbour/orders',
    },
  },
  spec: { type: 'service', owner: 'group:default/harbour' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/harbour' }],
};

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

/**
 * Decides as the real service: for a user by the policy, for a service by its restrictions.
 *
 * @see https://github.com/backstage/backstage/blob/master/plugins/permission-node/src/ServerPermissionClient.ts
 */
const permissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {
    auth: coreServices.auth,
    config: coreServices.rootConfig,
  },
  factory: ({ auth, config }) => {
    const policy = RolePolicy.create(readRoleBindings(config));
    const decide = async (
      requests: { permission: Permission }[],
      credentials: BackstageCredentials,
    ): Promise<PolicyDecision[]> => {
      if (auth.isPrincipal(credentials, 'user')) {
        const info = userInfoOf(credentials.principal.userEntityRef);
        return Promise.all(
          requests.map(request =>
            policy.handle(request, { credentials, info }),
          ),
        );
      }
      if (!auth.isPrincipal(credentials, 'service')) {
        throw new Error(
          'The portal has no policy for requests without a token',
        );
      }
      const names =
        restrictionsOf[credentials.principal.subject]?.permissionNames;
      return requests.map(({ permission: { name } }) => ({
        result:
          !names || names.includes(name)
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }));
    };
    return {
      authorizeConditional: (requests, { credentials }) =>
        decide(requests, credentials),
      authorize: async (requests, { credentials }) =>
        (await decide(requests, credentials)).map(({ result }) => {
          if (result === AuthorizeResult.CONDITIONAL) {
            throw new Error('Ask for the conditions of a resource permission');
          }
          return { result };
        }),
    };
  },
});

function userInfoOf(userEntityRef: string): BackstageUserInfo {
  return {
    userEntityRef,
    ownershipEntityRefs: [userEntityRef, ...(groupsOf[userEntityRef] ?? [])],
  };
}

const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: { auth: coreServices.auth },
  factory: ({ auth }) => ({
    getUserInfo: async credentials => {
      if (!auth.isPrincipal(credentials, 'user')) {
        throw new Error('Only a user has user info');
      }
      return userInfoOf(credentials.principal.userEntityRef);
    },
  }),
});

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
