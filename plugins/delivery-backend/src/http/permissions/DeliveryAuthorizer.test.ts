import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { createPermissionIntegrationRouter } from '@backstage/plugin-permission-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  RESOURCE_TYPE_DELIVERY,
  deliveryReadPermission,
} from '@fairway/backstage-plugin-delivery-common';
import { DeliveryAuthorizer, deliveryResources } from './DeliveryAuthorizer';
import {
  createDeliveryConditionalDecision,
  deliveryConditions,
  deliveryResourceRef,
  deliveryRules,
} from './rules';

const { isServiceOwner, isInEnvironment, isProduction } = deliveryConditions;

const environments = [
  { name: 'dev', cluster: 'a', namespaces: ['dev'], production: false },
  { name: 'staging', cluster: 'a', namespaces: ['staging'], production: false },
  { name: 'prod', cluster: 'b', namespaces: ['prod'], production: true },
];

const orders: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default' },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/Shop' },
    { type: 'dependsOn', targetRef: 'group:default/billing' },
  ],
};

type Conditions = Parameters<typeof createDeliveryConditionalDecision>[1];

const when = (conditions: Conditions) =>
  createDeliveryConditionalDecision(deliveryReadPermission, conditions);

describe('DeliveryAuthorizer', () => {
  const ruleset = createPermissionIntegrationRouter({
    resourceType: RESOURCE_TYPE_DELIVERY,
    rules: Object.values(deliveryRules),
  }).getPermissionRuleset(deliveryResourceRef);
  const credentials = mockCredentials.user('user:default/olga');

  function portal(decision: PolicyDecision, configured = environments) {
    const authorizeConditional = jest.fn(async () => [decision]);
    const authorizer = DeliveryAuthorizer.create({
      permissions: mockServices.permissions.mock({ authorizeConditional }),
      ruleset,
      environments: configured,
    });
    return { authorizer, authorizeConditional };
  }

  const readable = (decision: PolicyDecision) =>
    portal(decision).authorizer.readableEnvironments(orders, credentials);

  it('asks once, as the viewer, for all environments', async () => {
    const { authorizer, authorizeConditional } = portal({
      result: AuthorizeResult.ALLOW,
    });
    await expect(
      authorizer.readableEnvironments(orders, credentials),
    ).resolves.toEqual(['dev', 'staging', 'prod']);
    expect(authorizeConditional.mock.calls).toEqual([
      [[{ permission: deliveryReadPermission }], { credentials }],
    ]);
  });

  it.each<[string, Conditions, string[]]>([
    [
      'whose environments are named',
      isInEnvironment({ environments: ['staging', 'prod'] }),
      ['staging', 'prod'],
    ],
    ['of production', isProduction({}), ['prod']],
    ['of all but production', { not: isProduction({}) }, ['dev', 'staging']],
    [
      'that one owns',
      isServiceOwner({ claims: ['user:default/olga', 'group:default/shop'] }),
      ['dev', 'staging', 'prod'],
    ],
    [
      'that are owned or not of production',
      {
        anyOf: [
          isServiceOwner({ claims: ['group:default/billing'] }),
          { not: isProduction({}) },
        ],
      },
      ['dev', 'staging'],
    ],
    [
      'that are owned and of production',
      {
        allOf: [
          isServiceOwner({ claims: ['group:default/shop'] }),
          isProduction({}),
        ],
      },
      ['prod'],
    ],
  ])('lets see services %s', async (_, conditions, names) => {
    await expect(readable(when(conditions))).resolves.toEqual(names);
  });

  it.each<[string, PolicyDecision]>([
    ['all', { result: AuthorizeResult.DENY }],
    [
      'services of others, to which being related is not to own',
      when(isServiceOwner({ claims: ['group:default/billing'] })),
    ],
    ['unknown environments', when(isInEnvironment({ environments: ['qa'] }))],
  ])('refuses %s, and says who can help', async (_, decision) => {
    await expect(readable(decision)).rejects.toThrow(
      expect.objectContaining({
        name: 'NotAllowedError',
        message: expect.stringMatching(
          /component:default\/orders\. Ask .* for the permission delivery\.read$/,
        ),
      }),
    );
  });

  it('refuses nobody where there is nothing to see', async () => {
    const { authorizer } = portal({ result: AuthorizeResult.DENY }, []);
    await expect(
      authorizer.readableEnvironments(orders, credentials),
    ).resolves.toEqual([]);
  });
});

describe('deliveryResources', () => {
  it('gives what is decided on for each ref, in order, and nothing for what is unknown', async () => {
    const getResources = deliveryResources({
      catalog: catalogServiceMock({ entities: [orders] }),
      environments,
      getCredentials: async () => mockCredentials.service(),
    });
    await expect(
      getResources([
        'component:default/orders#prod',
        'component:default/orders#qa',
        'component:default/gone#dev',
        'component:default/orders',
        'component:default/orders#dev',
      ]),
    ).resolves.toEqual([
      {
        entityRef: 'component:default/orders',
        owners: ['group:default/shop'],
        environment: 'prod',
        production: true,
      },
      undefined,
      undefined,
      undefined,
      {
        entityRef: 'component:default/orders',
        owners: ['group:default/shop'],
        environment: 'dev',
        production: false,
      },
    ]);
  });
});
