import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  kubernetesClustersReadPermission,
  kubernetesProxyPermission,
  kubernetesResourcesReadPermission,
} from '@backstage/plugin-kubernetes-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Permission } from '@backstage/plugin-permission-common';
import {
  actionExecutePermission,
  taskCreatePermission,
  templateDryRunPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  deliveryApplyPermission,
  deliveryConfigReadPermission,
} from '@fairway/backstage-plugin-delivery-common';
import { ConfigReader } from '@backstage/config';
import { RolePolicy } from './RolePolicy';
import { readRoleBindings } from './readRoleBindings';

const policy = RolePolicy.create(
  readRoleBindings(
    new ConfigReader({
      fairway: {
        permission: {
          roles: {
            developer: ['group:default/engineering'],
            releaseManager: ['group:default/release'],
            platform: ['group:default/operators'],
          },
        },
      },
    }),
  ),
);

const groups: Record<string, string[]> = {
  'user:default/guest': [],
  'user:default/nobody': [],
  'user:default/owner': ['group:default/berths'],
  'user:default/dev': ['group:default/engineering'],
  'user:default/rel': ['group:default/release'],
  'user:default/ada': ['group:default/operators'],
};
const everyone = Object.keys(groups);

async function ask(permission: Permission, userEntityRef: string) {
  const { result } = await policy.handle(
    { permission },
    {
      credentials: mockCredentials.user(userEntityRef),
      info: {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...groups[userEntityRef]],
      },
    },
  );
  return result;
}

/** Everyone who may be allowed a permission: always, or under conditions. */
async function allowed(permission: Permission): Promise<string[]> {
  const decisions = await Promise.all(
    everyone.map(user => ask(permission, user)),
  );
  return everyone.filter((_, at) => decisions[at] !== AuthorizeResult.DENY);
}

/** Every way to a pod spec, with the permission that its route asks for. */
const WAYS: [way: string, permission: Permission][] = [
  [
    'GET /api/delivery/v1/services/…/workloads/:uid/manifest',
    deliveryConfigReadPermission,
  ],
  [
    'GET /api/delivery/v1/services/…/workloads/:uid/revisions/:from/diff/:to, with values',
    deliveryConfigReadPermission,
  ],
  [
    'POST /api/delivery/v1/actions, dry run of workload.apply: the changed fields',
    deliveryApplyPermission,
  ],
  [
    'POST /api/scaffolder/v2/dry-run, with delivery:kubernetes:apply',
    templateDryRunPermission,
  ],
  [
    'POST /api/scaffolder/v2/tasks, with delivery:kubernetes:apply',
    taskCreatePermission,
  ],
  ['actions of a template', actionExecutePermission],
  [
    'POST /api/kubernetes/services/:serviceId',
    kubernetesResourcesReadPermission,
  ],
  [
    'POST /api/kubernetes/resources/workloads/query',
    kubernetesResourcesReadPermission,
  ],
  [
    'POST /api/kubernetes/resources/custom/query',
    kubernetesResourcesReadPermission,
  ],
  [
    'action get-kubernetes-resources-for-entity, of MCP and of templates',
    kubernetesResourcesReadPermission,
  ],
  ['/api/kubernetes/proxy', kubernetesProxyPermission],
];

describe('ways to a pod spec', () => {
  it.each(WAYS)(
    '%s is open only to people with delivery.config.read',
    async (_, permission) => {
      const mayReadConfig = await allowed(deliveryConfigReadPermission);
      const others = (await allowed(permission)).filter(
        user => !mayReadConfig.includes(user),
      );
      expect(others).toEqual([]);
    },
  );

  // They depend on neither the environment nor the owner, and hide no value.
  it.each([
    kubernetesResourcesReadPermission,
    kubernetesClustersReadPermission,
    kubernetesProxyPermission,
  ])('$name is granted to nobody', async permission => {
    expect(await allowed(permission)).toEqual([]);
  });

  it('denies guests and people without a role the configuration', async () => {
    expect(await allowed(deliveryConfigReadPermission)).not.toContain(
      'user:default/guest',
    );
    expect(await ask(deliveryConfigReadPermission, 'user:default/nobody')).toBe(
      AuthorizeResult.CONDITIONAL,
    );
  });
});

describe('routes of the Kubernetes plugin with the portal’s policy', () => {
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async (queries, { credentials }) => {
        const user =
          'principal' in credentials ? userOf(credentials.principal) : '';
        return Promise.all(
          queries.map(async ({ permission }) => ({
            result:
              (await ask(permission, user)) === AuthorizeResult.ALLOW
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
          })),
        );
      },
    });
    backend = await startTestBackend({
      features: [
        kubernetesPlugin,
        permissions.factory,
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'staging',
                      url: 'https://127.0.0.1:1',
                      // The other strategies load ES modules, which Jest cannot
                      authProvider: 'localKubectlProxy',
                    },
                  ],
                },
              ],
            },
          },
        }),
      ],
    });
  }, 60_000);

  afterAll(() => backend?.stop());

  const entityRef = 'component:default/orders';
  const routes: { method: string; path: string; body?: object }[] = [
    { method: 'POST', path: '/services/orders', body: { auth: {} } },
    {
      method: 'POST',
      path: '/resources/workloads/query',
      body: { auth: {}, entityRef },
    },
    {
      method: 'POST',
      path: '/resources/custom/query',
      body: {
        auth: {},
        entityRef,
        customResources: [{ group: 'apps', apiVersion: 'v1', plural: 'pods' }],
      },
    },
    { method: 'GET', path: '/proxy/api/v1/pods' },
    { method: 'GET', path: '/clusters' },
  ];

  it.each(routes.flatMap(route => everyone.map(user => ({ user, ...route }))))(
    'deny $user $method $path',
    async ({ user, method, path, body }) => {
      const response = await fetch(
        `http://localhost:${backend.server.port()}/api/kubernetes${path}`,
        {
          method,
          headers: {
            authorization: mockCredentials.user.header(user),
            'content-type': 'application/json',
            'backstage-kubernetes-cluster': 'staging',
          },
          ...(body && { body: JSON.stringify(body) }),
        },
      );
      expect(response.status).toBe(403);
    },
  );
});

function userOf(principal: unknown): string {
  return typeof principal === 'object' &&
    principal !== null &&
    'userEntityRef' in principal &&
    typeof principal.userEntityRef === 'string'
    ? principal.userEntityRef
    : '';
}
