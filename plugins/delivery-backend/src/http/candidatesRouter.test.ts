import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { createPermissionIntegrationRouter } from '@backstage/plugin-permission-node';
import {
  KUBERNETES_ID,
  RESOURCE_TYPE_DELIVERY,
  RESOURCE_TYPE_SERVICE,
  deliveryReadPermission,
  otherProblem,
  pipelineCandidatesSchema,
} from '@fairway/backstage-plugin-delivery-common';
import express from 'express';
import request from 'supertest';
import { FakeProvider } from '../__testUtils__/FakeProvider';
import { ManualClock } from '../__testUtils__/ManualClock';
import { deploymentRecord, templateRecord } from '../__testUtils__/records';
import { emptyClusters } from '../__testUtils__/emptyClusters';
import { DeliveryReader } from '../services/delivery/DeliveryReader';
import { RolloutEngines } from '../services/rollouts/RolloutEngines';
import { DeliveryAuthorizer } from './permissions/DeliveryAuthorizer';
import {
  createDeliveryConditionalDecision,
  deliveryConditions,
  deliveryResourceRef,
  deliveryRules,
} from './permissions/rules';
import { ServiceAuthorizer } from './permissions/ServiceAuthorizer';
import { serviceResourceRef, serviceRules } from './permissions/serviceRules';
import { PipelineFinder } from '../pipelines/PipelineFinder';
import { PipelineProviders } from '../extensions/PipelineProviders';
import { createCandidatesRouter } from './candidatesRouter';

const environments = [
  { name: 'dev', cluster: 'a', namespaces: ['dev'], production: false },
  { name: 'prod', cluster: 'a', namespaces: ['prod'], production: true },
];
const repository = 'https://git.example/harbour/orders';
const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    annotations: {
      [KUBERNETES_ID]: 'orders',
      // The catalog file does not choose the repository.
      'backstage.io/source-location': 'url:https://git.example/harbour/other/',
    },
  },
};
const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };

/** A portal with a service that runs in both environments. */
function portal(
  options: {
    /** Repositories of its workloads, by namespace */
    sources?: Record<string, string>;
    /** Decisions by permission; other permissions are allowed */
    decisions?: Record<string, PolicyDecision>;
  } = {},
) {
  const { sources = { dev: repository }, decisions = {} } = options;
  const clock = new ManualClock();
  const clusters = emptyClusters({ environments, clock });
  for (const namespace of ['dev', 'prod']) {
    clusters
      .cache('a')
      .stores.workloads.target('Deployment')
      .upsert(
        deploymentRecord({
          ...{
            uid: namespace,
            namespace,
            labels: { [KUBERNETES_ID]: 'orders' },
          },
          template: templateRecord('orders:1', { source: sources[namespace] }),
        }),
      );
  }
  const provider = new FakeProvider();
  const find = jest.fn<
    ReturnType<NonNullable<typeof provider.findJobs>>,
    [string]
  >(async () => ({
    jobs: [{ name: 'harbour/orders', url: 'https://ci.example/orders' }],
    problems: [],
  }));
  provider.findJobs = find;
  const providers = new PipelineProviders();
  providers.add(provider);
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async asked =>
      asked.map(({ permission }) => decisions[permission.name] ?? allow),
  });
  const rulesetOf = createPermissionIntegrationRouter({
    resources: [
      {
        resourceType: RESOURCE_TYPE_DELIVERY,
        rules: Object.values(deliveryRules),
      },
      {
        resourceType: RESOURCE_TYPE_SERVICE,
        rules: Object.values(serviceRules),
      },
    ],
  }).getPermissionRuleset;
  const app = express().use(
    createCandidatesRouter({
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.user('user:default/ada'),
      }),
      catalog: catalogServiceMock({ entities: [entity] }),
      authorizer: DeliveryAuthorizer.create({
        permissions,
        ruleset: rulesetOf(deliveryResourceRef),
        environments,
      }),
      services: ServiceAuthorizer.create({
        permissions,
        ruleset: rulesetOf(serviceResourceRef),
      }),
      labelSelectorsEnabled: false,
      ownership: { know: async () => {}, idClaims: () => undefined },
      finder: PipelineFinder.create({
        providers,
        clock,
        signal: new AbortController().signal,
        reader: DeliveryReader.create({
          engines: new RolloutEngines(),
          usage: { of: () => undefined },
          clusters,
          environments,
          repositories: { isSame: () => false },
          now: clock.now,
        }),
      }),
    }),
  );
  app.use(mockErrorHandler());
  const ask = (name = 'orders') =>
    request(app).get(
      `/v1/services/component/default/${name}/pipelines/candidates?repository=https://git.example/any`,
    );
  const candidates = async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    return pipelineCandidatesSchema.parse(body);
  };
  return { clock, provider, find, ask, candidates };
}

describe('GET /v1/services/.../pipelines/candidates', () => {
  it('serves the jobs of the repository that the workloads name, and reads them once for all requests', async () => {
    const { clock, find, candidates } = portal();
    const expected = {
      repository,
      jobs: [
        {
          provider: 'fake',
          name: 'harbour/orders',
          url: 'https://ci.example/orders',
        },
      ],
      problems: [],
    };
    expect(await candidates()).toEqual(expected);
    expect(await candidates()).toEqual(expected);
    expect(find.mock.calls.map(([asked]) => asked)).toEqual([repository]);
    await clock.pass(60_000);
    await candidates();
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('asks no provider when no workload names a repository', async () => {
    const { find, candidates } = portal({ sources: {} });
    expect(await candidates()).toEqual({ jobs: [], problems: [] });
    expect(find).not.toHaveBeenCalled();
  });

  it('uses no environment that the caller may not read', async () => {
    const decisions = {
      'delivery.read': createDeliveryConditionalDecision(
        deliveryReadPermission,
        deliveryConditions.isInEnvironment({ environments: ['dev'] }),
      ),
    };
    const { find, candidates } = portal({
      sources: { prod: repository },
      decisions,
    });
    expect(await candidates()).toEqual({ jobs: [], problems: [] });
    expect(find).not.toHaveBeenCalled();
  });

  it.each(['delivery.pipeline.read', 'delivery.read'])(
    'refuses a user without %s',
    async permission => {
      const { find, ask } = portal({
        decisions: { [permission]: { result: AuthorizeResult.DENY } },
      });
      const { status, body } = await ask();
      expect(status).toBe(403);
      expect(body.error.message).toContain(permission);
      expect(find).not.toHaveBeenCalled();
    },
  );

  it('answers 404 for a service that the catalog hides', async () => {
    expect((await portal().ask('secret')).status).toBe(404);
  });

  it('reports the providers that fail', async () => {
    const { find, candidates } = portal();
    const message = "Jenkins 'default' cannot be reached";
    find.mockRejectedValue(new ServiceUnavailableError(message));
    expect(await candidates()).toEqual({
      repository,
      jobs: [],
      problems: [otherProblem(message)],
    });
  });

  it('has no jobs of a provider that cannot search for jobs', async () => {
    const { provider, candidates } = portal();
    provider.findJobs = undefined;
    expect(await candidates()).toEqual({ repository, jobs: [], problems: [] });
  });
});
