import { ConfigReader } from '@backstage/config';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogPermissions,
} from '@backstage/plugin-catalog-common/alpha';
import {
  kubernetesPermissions,
  kubernetesProxyPermission,
} from '@backstage/plugin-kubernetes-common';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import type { Permission } from '@backstage/plugin-permission-common';
import {
  scaffolderPermissions,
  taskCreatePermission,
  taskReadPermission,
} from '@backstage/plugin-scaffolder-common/alpha';
import {
  deliveryApplyPermission,
  deliveryConfigReadPermission,
  deliveryPermissions,
  deliveryReadPermission,
  runTriggerPermission,
  servicePermissions,
} from '@fairway/backstage-plugin-delivery-common';
import { grants } from './grants';
import { readRoleBindings } from './readRoleBindings';
import { RolePolicy } from './RolePolicy';

const ALLOW = { result: AuthorizeResult.ALLOW };
const DENY = { result: AuthorizeResult.DENY };

const groups: Record<string, string[]> = {
  'user:default/guest': ['group:default/berths'],
  'user:default/nobody': [],
  'user:default/olga': ['group:default/berths'],
  'user:default/dev': ['group:default/engineering'],
  'user:default/rel': ['group:default/release'],
  'user:default/ada': ['group:default/operators'],
  'user:default/lost': ['group:default/unknown'],
};
const everyone = Object.keys(groups);

const policy = RolePolicy.create(
  readRoleBindings(
    new ConfigReader({
      fairway: {
        permission: {
          roles: {
            developer: ['group:default/Engineering', 'user:default/guest'],
            releaseManager: ['group:default/release'],
            platform: ['group:operators', 'group:unknown'],
          },
        },
      },
    }),
  ),
);

function ask(permission: Permission, userEntityRef: string) {
  return policy.handle(
    { permission },
    {
      credentials: mockCredentials.user(userEntityRef),
      info: {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...groups[userEntityRef]],
      },
    },
  );
}

describe('RolePolicy', () => {
  it.each(everyone)(
    'allows %s to read the catalog and deliveries',
    async user => {
      await expect(ask(catalogEntityReadPermission, user)).resolves.toEqual(
        ALLOW,
      );
      await expect(ask(deliveryReadPermission, user)).resolves.toEqual(ALLOW);
    },
  );

  it.each(everyone)(
    'denies %s the Kubernetes proxy and permissions without a grant',
    async user => {
      for (const permission of [
        kubernetesProxyPermission,
        createPermission({
          name: 'delivery.later.read',
          attributes: { action: 'read' },
        }),
      ]) {
        await expect(ask(permission, user)).resolves.toEqual(DENY);
      }
    },
  );

  it('allows guests only to read, independent of their groups and roles', async () => {
    const decisions = await Promise.all(
      grants.map(async ({ permission }) => ({
        action: permission.attributes.action,
        ...(await ask(permission, 'user:default/guest')),
      })),
    );
    const refused = decisions.filter(
      ({ result }) => result === AuthorizeResult.DENY,
    );
    const allowed = decisions.filter(d => !refused.includes(d));
    expect(allowed).toEqual(allowed.map(() => ({ action: 'read', ...ALLOW })));
    expect(refused.length).toBeGreaterThan(0);
  });

  it('allows owners to unregister their entities', async () => {
    await expect(
      ask(catalogEntityDeletePermission, 'user:default/olga'),
    ).resolves.toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: {
        rule: 'IS_ENTITY_OWNER',
        resourceType: 'catalog-entity',
        params: { claims: ['user:default/olga', 'group:default/berths'] },
      },
    });
  });

  it('gives no rights to members of the placeholder group for unknown owners', async () => {
    await expect(
      ask(catalogEntityDeletePermission, 'user:default/lost'),
    ).resolves.toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      conditions: { params: { claims: ['user:default/lost'] } },
    });
    await expect(
      ask(taskCreatePermission, 'user:default/lost'),
    ).resolves.toEqual(DENY);
  });

  it('allows users to read and cancel their own template tasks', async () => {
    await expect(
      ask(taskReadPermission, 'user:default/dev'),
    ).resolves.toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      conditions: { params: { createdBy: ['user:default/dev'] } },
    });
  });

  it('allows owners to read the configuration of their services, developers of all, and guests of none', async () => {
    await expect(
      ask(deliveryConfigReadPermission, 'user:default/olga'),
    ).resolves.toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'delivery',
      conditions: {
        rule: 'IS_SERVICE_OWNER',
        params: { claims: ['user:default/olga', 'group:default/berths'] },
      },
    });
    for (const user of ['user:default/dev', 'user:default/ada']) {
      await expect(ask(deliveryConfigReadPermission, user)).resolves.toEqual(
        ALLOW,
      );
    }
    await expect(
      ask(deliveryConfigReadPermission, 'user:default/guest'),
    ).resolves.toEqual(DENY);
  });

  it('allows owners to start runs of their services, and the platform team of all', async () => {
    await expect(
      ask(runTriggerPermission, 'user:default/olga'),
    ).resolves.toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      resourceType: 'delivery-service',
      conditions: { rule: 'IS_OWNER' },
    });
    await expect(
      ask(runTriggerPermission, 'user:default/ada'),
    ).resolves.toEqual(ALLOW);
  });

  it('allows owners to change their services outside production, and release managers everywhere', async () => {
    const isProduction = expect.objectContaining({ rule: 'IS_PRODUCTION' });
    await expect(
      ask(deliveryApplyPermission, 'user:default/olga'),
    ).resolves.toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      resourceType: 'delivery-environment',
      conditions: {
        anyOf: [
          {
            allOf: [
              { not: isProduction },
              {
                rule: 'IS_SERVICE_OWNER',
                params: {
                  claims: ['user:default/olga', 'group:default/berths'],
                },
              },
            ],
          },
        ],
      },
    });
    await expect(
      ask(deliveryApplyPermission, 'user:default/rel'),
    ).resolves.toEqual(ALLOW);
    await expect(
      ask(deliveryApplyPermission, 'user:default/guest'),
    ).resolves.toEqual(DENY);
  });

  it('allows the platform team without conditions', async () => {
    await expect(
      ask(catalogEntityDeletePermission, 'user:default/ada'),
    ).resolves.toEqual(ALLOW);
  });

  it('allows developers to run templates, and not owners as such', async () => {
    await expect(
      ask(taskCreatePermission, 'user:default/dev'),
    ).resolves.toEqual(ALLOW);
    await expect(
      ask(taskCreatePermission, 'user:default/olga'),
    ).resolves.toEqual(DENY);
  });

  it('uses only the name of the permission in a query', async () => {
    await expect(
      ask(
        { ...kubernetesProxyPermission, attributes: { action: 'read' } },
        'user:default/ada',
      ),
    ).resolves.toEqual(DENY);
  });

  it('denies users who are not signed in', async () => {
    await expect(
      policy.handle({ permission: catalogEntityReadPermission }),
    ).resolves.toEqual(DENY);
  });
});

describe('grants', () => {
  it('has one grant for each permission of the installed plugins', () => {
    const named = grants.map(({ permission }) => permission.name).sort();
    const known = [
      ...catalogPermissions,
      ...deliveryPermissions,
      ...servicePermissions,
      ...kubernetesPermissions,
      ...scaffolderPermissions,
    ].map(({ name }) => name);
    expect(named).toEqual([...new Set(known)].sort());
  });
});

describe('readRoleBindings', () => {
  it.each(['platform', 'component:default/berths', 'group:'])(
    "rejects '%s', which is not a group or user",
    ref => {
      const config = new ConfigReader({
        fairway: { permission: { roles: { platform: [ref] } } },
      });
      expect(() => readRoleBindings(config)).toThrow(
        `fairway.permission.roles.platform has the invalid value '${ref}'`,
      );
    },
  );
});
