import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { createPermissionIntegrationRouter } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_DELIVERY,
  RESOURCE_TYPE_SERVICE,
  countWaitingForCaller,
  deliveryReadPermission,
  pipelineReadPermission,
  rolloutConfirmPermission,
  runAnswerPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type { WaitingRun } from '../pipelines';
import type { Service, WaitingRollout } from '../services';
import { ServiceIndex } from '../services/fleet/ServiceIndex';
import { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import {
  createDeliveryConditionalDecision,
  deliveryConditions,
  deliveryResourceRef,
  deliveryRules,
} from './permissions/rules';
import { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import {
  createServiceConditionalDecision,
  serviceConditions,
  serviceResourceRef,
  serviceRules,
} from './permissions/serviceRules';
import { waitingOf } from './waitingOf';

const environments = [
  { name: 'dev', cluster: 'a', namespaces: ['dev'], production: false },
  { name: 'prod', cluster: 'b', namespaces: ['prod'], production: true },
];
const REF = 'component:default/orders';
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

const service: Service = {
  entity: {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'orders' },
  },
  query: { entityRef: REF },
  head: {
    entityRef: REF,
    title: 'Orders',
    owners: ['group:default/shop'],
    tags: [],
  },
  jobs: [],
};

function rollout(rest: Partial<WaitingRollout> = {}): WaitingRollout {
  return {
    environment: 'prod',
    namespace: 'prod',
    uid: 'u-1',
    kind: 'Rollout',
    name: 'orders',
    version: { value: '1.5.0', from: 'tag' },
    since: '2026-11-30T10:00:00Z',
    canAct: true,
    ...rest,
  };
}

function run(inputs: WaitingRun['inputs']): WaitingRun {
  return {
    runId: '0123456789ab-7',
    name: '#7',
    pipeline: 'main',
    since: '2026-11-30T09:00:00Z',
    inputs,
  };
}

interface Portal {
  /** Entity refs of the user's groups */
  groups?: string[];
  /** Decisions by permission; all others are those of the shipped policy */
  decisions?: Record<string, PolicyDecision>;
  rollouts?: WaitingRollout[];
  runs?: WaitingRun[];
  /** Entity refs that the catalog shows to the user */
  visible?: string[];
}

const user = 'user:default/maren.visser';

function portal(options: Portal) {
  const { groups = [], rollouts = [], runs = [], visible = [REF] } = options;
  const claims = [user, ...groups];
  const decisions: Record<string, PolicyDecision> = {
    [deliveryReadPermission.name]: ALLOW,
    [pipelineReadPermission.name]: ALLOW,
    [rolloutConfirmPermission.name]: createDeliveryConditionalDecision(
      rolloutConfirmPermission,
      deliveryConditions.isServiceOwner({ claims }),
    ),
    [runAnswerPermission.name]: createServiceConditionalDecision(
      runAnswerPermission,
      serviceConditions.isOwner({ claims }),
    ),
    ...options.decisions,
  };
  const authorizeConditional = jest.fn(
    async (requests: { permission: { name: string } }[]) =>
      requests.map(({ permission }) => decisions[permission.name]),
  );
  const permissions = mockServices.permissions.mock({ authorizeConditional });
  const readRuns = jest.fn(
    async (services: { query: { entityRef: string } }[]) =>
      new Map(services.map(({ query }) => [query.entityRef, runs])),
  );
  const visibleTo = jest.fn(async () =>
    visible.map(entityRef => ({ entityRef, owners: service.head.owners })),
  );
  const waiting = waitingOf(
    {
      authorizer: DeliveryAuthorizer.create({
        permissions,
        ruleset: createPermissionIntegrationRouter({
          resourceType: RESOURCE_TYPE_DELIVERY,
          rules: Object.values(deliveryRules),
        }).getPermissionRuleset(deliveryResourceRef),
        environments,
      }),
      serviceAuthorizer: ServiceAuthorizer.create({
        permissions,
        ruleset: createPermissionIntegrationRouter({
          resourceType: RESOURCE_TYPE_SERVICE,
          rules: Object.values(serviceRules),
        }).getPermissionRuleset(serviceResourceRef),
      }),
      services: { visibleTo, index: () => ServiceIndex.of([service]) },
      fleet: { waitingRollouts: () => new Map([[REF, rollouts]]) },
      waitingRuns: { read: readRuns },
    },
    mockCredentials.user(user),
    { userEntityRef: user, ownershipEntityRefs: claims },
  );
  return { waiting, authorizeConditional, readRuns, visibleTo };
}

const owner = { groups: ['group:default/shop'] };
const releaseManager = {
  decisions: {
    [rolloutConfirmPermission.name]: ALLOW,
    [runAnswerPermission.name]: ALLOW,
  },
};

describe('waitingOf', () => {
  it.each<[string, Portal, { type: string; mayApprove: boolean }[]]>([
    [
      'a rollout to a user who is not an owner',
      { rollouts: [rollout()] },
      [{ type: 'rollout', mayApprove: false }],
    ],
    [
      'a rollout to an owner',
      { ...owner, rollouts: [rollout()] },
      [{ type: 'rollout', mayApprove: true }],
    ],
    [
      'a rollout to a release manager',
      { ...releaseManager, rollouts: [rollout()] },
      [{ type: 'rollout', mayApprove: true }],
    ],
    [
      'a rollout that the service may not act on',
      { ...owner, rollouts: [rollout({ canAct: false })] },
      [{ type: 'rollout', mayApprove: false }],
    ],
    [
      'no rollout in an environment that the user may not read',
      {
        ...owner,
        rollouts: [rollout()],
        decisions: {
          [deliveryReadPermission.name]: createDeliveryConditionalDecision(
            deliveryReadPermission,
            { not: deliveryConditions.isProduction({}) },
          ),
        },
      },
      [],
    ],
    [
      'a rollout that the user may confirm only in other environments',
      {
        rollouts: [rollout()],
        decisions: {
          [rolloutConfirmPermission.name]: createDeliveryConditionalDecision(
            rolloutConfirmPermission,
            { not: deliveryConditions.isProduction({}) },
          ),
        },
      },
      [{ type: 'rollout', mayApprove: false }],
    ],
    [
      'a run without submitters to a user who is not an owner',
      { runs: [run([{ message: 'Deploy?' }])] },
      [{ type: 'run', mayApprove: false }],
    ],
    [
      'a run without submitters to an owner',
      { ...owner, runs: [run([{ message: 'Deploy?' }])] },
      [{ type: 'run', mayApprove: true }],
    ],
    [
      'a run to a release manager who is not a submitter',
      {
        ...releaseManager,
        runs: [run([{ message: 'Deploy?', submitters: ['ingrid.solberg'] }])],
      },
      [{ type: 'run', mayApprove: false }],
    ],
    [
      'a run to a submitter without the permission',
      { runs: [run([{ message: 'Deploy?', submitters: ['maren.visser'] }])] },
      [{ type: 'run', mayApprove: false }],
    ],
    [
      'a run to a submitter with the permission',
      {
        ...releaseManager,
        runs: [run([{ message: 'Deploy?', submitters: ['Maren.Visser'] }])],
      },
      [{ type: 'run', mayApprove: true }],
    ],
    [
      'a run to a member of a group that is a submitter',
      {
        groups: ['group:default/shop', 'group:default/releases'],
        runs: [run([{ message: 'Deploy?', submitters: ['releases'] }])],
      },
      [{ type: 'run', mayApprove: true }],
    ],
    [
      'no run of a service whose pipelines the user may not read',
      {
        ...owner,
        runs: [run([{ message: 'Deploy?' }])],
        decisions: { [pipelineReadPermission.name]: DENY },
      },
      [],
    ],
    [
      'nothing of a service that the catalog hides',
      { ...owner, rollouts: [rollout()], runs: [run([])], visible: [] },
      [],
    ],
    [
      'first what the user may approve',
      {
        runs: [run([{ message: 'Deploy?' }])],
        rollouts: [rollout()],
        decisions: { [rolloutConfirmPermission.name]: ALLOW },
      },
      [
        { type: 'rollout', mayApprove: true },
        { type: 'run', mayApprove: false },
      ],
    ],
  ])('shows %s', async (_, options, expected) => {
    const { items } = await portal(options).waiting;
    expect(items.map(({ type, mayApprove }) => ({ type, mayApprove }))).toEqual(
      expected,
    );
  });

  it('says what waits, since when, and who may approve it', async () => {
    const { waiting } = portal({
      ...owner,
      rollouts: [rollout()],
      runs: [run([{ message: 'Deploy?', submitters: ['releases'] }])],
    });
    const { items } = await waiting;
    expect(items).toEqual([
      {
        type: 'rollout',
        entityRef: REF,
        title: 'Orders',
        environment: 'prod',
        namespace: 'prod',
        uid: 'u-1',
        kind: 'Rollout',
        name: 'orders',
        version: { value: '1.5.0', from: 'tag' },
        since: '2026-11-30T10:00:00Z',
        mayApprove: true,
        permission: 'delivery.rollout.confirm',
      },
      {
        type: 'run',
        entityRef: REF,
        title: 'Orders',
        runId: '0123456789ab-7',
        name: '#7',
        pipeline: 'main',
        since: '2026-11-30T09:00:00Z',
        message: 'Deploy?',
        submitters: ['releases'],
        mayApprove: false,
        permission: 'delivery.run.answer',
      },
    ]);
  });

  it('shows the input that the user may submit, of several', async () => {
    const { waiting } = portal({
      ...owner,
      runs: [
        run([
          { message: 'Deploy to prod?', submitters: ['ingrid.solberg'] },
          { message: 'Deploy to dev?', submitters: ['shop'] },
        ]),
      ],
    });
    const { items } = await waiting;
    expect(items).toMatchObject([
      { message: 'Deploy to dev?', submitters: ['shop'], mayApprove: true },
    ]);
  });

  it('counts a run of several services once', async () => {
    const { waiting } = portal({
      ...owner,
      visible: [REF, REF],
      runs: [run([{ message: 'Deploy?' }])],
      rollouts: [rollout({ canAct: false })],
    });
    const found = await waiting;
    expect(found.items).toHaveLength(4);
    expect(countWaitingForCaller(found)).toBe(1);
  });

  it('asks the catalog and the permission backend once, for all services', async () => {
    const asked = portal({ visible: Array.from({ length: 50 }, () => REF) });
    await asked.waiting;
    expect(asked.visibleTo).toHaveBeenCalledTimes(1);
    expect(asked.readRuns).toHaveBeenCalledTimes(1);
    expect(
      asked.authorizeConditional.mock.calls
        .flatMap(([requests]) => requests)
        .map(({ permission }) => permission.name)
        .sort(),
    ).toEqual([
      pipelineReadPermission.name,
      deliveryReadPermission.name,
      rolloutConfirmPermission.name,
      runAnswerPermission.name,
    ]);
  });
});
