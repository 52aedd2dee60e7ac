import {
  TestDatabases,
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createPermissionIntegrationRouter } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_SERVICE } from '@fairway/backstage-plugin-delivery-common';
import express from 'express';
import request from 'supertest';
import { FakeProvider } from '../__testUtils__/FakeProvider';
import { ManualClock } from '../__testUtils__/ManualClock';
import type { ApplyActions } from './apply/ApplyActions';
import type { DeliveryAuthorizer } from '../http/permissions/DeliveryAuthorizer';
import { ServiceAuthorizer } from '../http/permissions/ServiceAuthorizer';
import {
  serviceResourceRef,
  serviceRules,
} from '../http/permissions/serviceRules';
import { DatabasePipelineStore } from '../pipelines/DatabasePipelineStore';
import { JobPollers } from '../pipelines/JobPollers';
import { PipelineProviders } from '../extensions/PipelineProviders';
import { openDatabase } from '../history/openDatabase';
import { createActionsRouter } from '../http/actionsRouter';
import type { OwnershipResolver } from './OwnershipResolver';
import { ActionLog } from './ActionLog';
import { DatabaseActionStore } from './DatabaseActionStore';
import type { PipelineActions } from './PipelineActions';
import { PipelineCreator } from './PipelineCreator';

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const repositoryUrl = 'https://git.example/harbour/tides.git';

function service(annotations: Record<string, string> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'tides',
      annotations: {
        'fake/job': 'harbour/tides',
        'backstage.io/source-location':
          'url:https://git.example/harbour/tides/src/branch/main/',
        ...annotations,
      },
    },
  };
}

/** What a portal with one service answers, over HTTP. */
async function portal(entity = service(), denied?: string) {
  const knex = await databases.init('SQLITE_3');
  await openDatabase({ getClient: async () => knex });
  const provider = new FakeProvider();
  const providers = new PipelineProviders();
  providers.add(provider);
  const clock = new ManualClock();
  const logger = mockServices.logger.mock();
  const store = DatabasePipelineStore.create(knex);
  const pollers = JobPollers.create({ store, clock, logger });
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockResolvedValue({
    success: async () => {},
    fail: async () => {},
  });
  const actionStore = DatabaseActionStore.create(knex);
  const log = ActionLog.create({ store: actionStore, auditor, clock });
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async ([{ permission }]) => [
      {
        result:
          permission.name === denied
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      },
    ],
  });
  const { getPermissionRuleset } = createPermissionIntegrationRouter({
    resourceType: RESOURCE_TYPE_SERVICE,
    rules: Object.values(serviceRules),
  });
  const app = express().use(
    createActionsRouter({
      httpAuth: mockServices.httpAuth({
        defaultCredentials: mockCredentials.user('user:default/ada'),
      }),
      userInfo: mockServices.userInfo({
        ownershipEntityRefs: ['user:default/ada'],
      }),
      catalog: catalogServiceMock({ entities: [entity] }),
      getCredentials: async () => mockCredentials.service(),
      services: ServiceAuthorizer.create({
        permissions,
        ruleset: getPermissionRuleset(serviceResourceRef),
      }),
      making: PipelineCreator.create({ providers, pollers, log, clock }),
      log,
      // What is not asked for here
      authorizer: {} as DeliveryAuthorizer,
      actions: {} as PipelineActions,
      applies: {} as ApplyActions,
      claims: {} as OwnershipResolver,
    }),
  );
  app.use(mockErrorHandler());
  const ask = (action: object = {}, idempotencyKey = 'first-pipeline') =>
    request(app)
      .post('/v1/actions')
      .send({
        entityRef: 'component:default/tides',
        action: { kind: 'createPipeline', repositoryUrl, ...action },
        reason: 'It is new',
        idempotencyKey,
      });
  const said = async (action: object, key?: string) => {
    const { status, body } = await ask(action, key);
    return `${status} ${body.error.message}`;
  };
  const rows = () => knex('actions').select();
  return { provider, auditor, ask, said, rows };
}

describe('POST /v1/actions with createPipeline', () => {
  it('makes the job that the service names, once, and writes it down before', async () => {
    const { provider, auditor, ask, said, rows } = await portal();
    const create = provider.create?.bind(provider);
    let before: unknown[] = [];
    provider.create = jest.fn(async (...args) => {
      before = await rows();
      return create?.(...args) ?? 'exists';
    });
    const asked = { credentialsId: 'git-reader' };
    const { status, body } = await ask(asked);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      actor: 'user:default/ada',
      action: {
        kind: 'createPipeline',
        repositoryUrl,
        credentialsId: 'git-reader',
        scriptPath: 'Jenkinsfile',
      },
      reason: 'It is new',
      state: 'done',
      message:
        "Made job harbour/tides in fake 'default'; to take it back, delete it there",
    });
    expect(before).toMatchObject([{ state: 'pending', reason: 'It is new' }]);
    expect(auditor.createEvent).toHaveBeenCalledTimes(1);
    expect(provider.create).toHaveBeenCalledWith(
      expect.objectContaining({ server: 'default', job: 'harbour/tides' }),
      {
        repositoryUrl,
        credentialsId: 'git-reader',
        scriptPath: 'Jenkinsfile',
      },
      { signal: expect.any(AbortSignal) },
    );
    expect((await ask(asked)).body.id).toBe(body.id);
    expect(provider.create).toHaveBeenCalledTimes(1);
    expect(await said({})).toMatch(/^409 .*take another/);
    expect((await ask(asked, 'another-key')).body.message).toBe(
      "Job harbour/tides was there already in fake 'default'",
    );
  });

  it.each(['delivery.pipeline.create', 'delivery.pipeline.read'])(
    'refuses whoever has no %s',
    async permission => {
      const { provider, said, rows } = await portal(service(), permission);
      expect(await said({})).toMatch(
        `403 This takes the permission ${permission} on component:default/tides`,
      );
      expect(provider.asked).toEqual([]);
      expect(await rows()).toEqual([]);
    },
  );

  it.each([
    ['https://git.example/harbour/other', /^403 .* and not https:.*other$/],
    ['ssh://git@git.example/harbour/tides', /^400 /],
    ['https://me:hush@git.example/harbour/tides', /^400 /],
    ['https://git.example/harbour/tides?token=hush', /^400 /],
  ])('refuses %s', async (other, message) => {
    const { provider, said, rows } = await portal();
    expect(await said({ repositoryUrl: other })).toMatch(message);
    expect(provider.asked).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it.each([
    { credentialsId: 'a secret' },
    { credentialsId: '</credentialsId>' },
    { scriptPath: '../Jenkinsfile' },
    { scriptPath: '/etc/passwd' },
    { scriptPath: 'ci/..' },
  ])('refuses %j', async asked => {
    const { said } = await portal();
    expect(await said(asked)).toMatch(/^400 /);
  });

  it('says where nothing, or not one thing, can be made', async () => {
    const { provider, said, rows } = await portal();
    const job = { server: 'default', job: 'harbour/tides' };
    provider.locate = () => [];
    expect(await said({})).toContain('fake/job: folder/job');
    provider.locate = () => [job, { ...job, job: 'harbour/nightly' }];
    expect(await said({})).toContain(
      'names several jobs, harbour/tides, harbour/nightly',
    );
    provider.locate = () => [job];
    provider.create = undefined;
    expect(await said({})).toBe(
      "400 The portal cannot make pipelines in fake: make 'harbour/tides' there by hand",
    );
    expect(await rows()).toEqual([]);
  });

  it('keeps why the server would not', async () => {
    const { provider, said, rows } = await portal();
    provider.create = async () => {
      throw new ConflictError('It has that already, of another repository');
    };
    expect(await said({})).toBe(
      '409 It has that already, of another repository',
    );
    expect(await rows()).toMatchObject([
      {
        state: 'refused',
        message: 'It has that already, of another repository',
      },
    ]);
  });
});
