import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { actionRecordSchema } from '@fairway/backstage-plugin-delivery-common';
import type { ActionRecord } from '@fairway/backstage-plugin-delivery-common';
import express from 'express';
import type { Knex } from 'knex';
import supertest from 'supertest';
import { FakeProvider, listedRun } from '../../__testUtils__/FakeProvider';
import { ManualClock } from '../../__testUtils__/ManualClock';
import { ActionGuards } from '../../extensions/ActionGuards';
import { ActionHandlers } from '../../extensions/ActionHandlers';
import { PipelineProviders } from '../../extensions/PipelineProviders';
import { openDatabase } from '../../openDatabase';
import { createActionsRouter } from '../../http/actionsRouter';
import type { ClusterWriter } from '../../kubernetes';
import {
  DatabaseClaimStore,
  OwnershipResolver,
  Repositories,
} from '../../ownership';
import { DatabasePipelineStore } from '../../pipelines/DatabasePipelineStore';
import { JobPollers } from '../../pipelines/JobPollers';
import { RunReader } from '../../pipelines/RunReader';
import { createActions } from '../createActions';
import type { NamespaceFacts } from '../guards/references/ClusterFacts';
import { ValueHasher } from '../ValueHasher';

/** A service with the job `harbour/orders`. */
export const orders: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    namespace: 'default',
    name: 'orders',
    annotations: {
      'fake/job': 'harbour/orders',
      'backstage.io/kubernetes-id': 'orders',
      'backstage.io/source-location':
        'url:https://git.example/harbour/orders/src/branch/main/',
      'backstage.io/managed-by-location':
        'url:https://git.example/harbour/orders/src/branch/main/catalog-info.yaml',
    },
  },
};

/** The actions area with its routes, a CI server in memory, and a clock of the test. */
export async function actionPortal(options: {
  knex: Knex;
  /** Names of permissions that are denied */
  denied?: string[];
  entities?: Entity[];
  writer?: Pick<ClusterWriter, 'isEnabled' | 'send'>;
  applyKinds?: string[];
  /** What the portal has seen in each namespace; nothing yet if omitted */
  facts?: NamespaceFacts;
  /** Names of further annotations that may be applied */
  annotations?: string[];
}) {
  const { knex, denied = [], entities = [orders] } = options;
  await openDatabase({ getClient: async () => knex });
  const provider = new FakeProvider();
  provider.runs.set('harbour/orders/main', [
    listedRun(1, 'succeeded'),
    listedRun(2),
  ]);
  const providers = new PipelineProviders();
  providers.add(provider);
  const clock = new ManualClock();
  const logger = mockServices.logger.mock();
  const store = DatabasePipelineStore.create(knex);
  const pollers = JobPollers.create({ store, clock, logger });
  const catalog = catalogServiceMock({ entities });
  const getCredentials = async () => mockCredentials.service();
  const repositories = Repositories.fromConfig(new ConfigReader({}));
  const ownership = OwnershipResolver.create({
    catalog,
    getCredentials,
    providers,
    jobBindings: [],
    repositories,
    store: DatabaseClaimStore.create(knex),
    clock,
  });
  const runs = RunReader.create({
    ownership,
    pollers,
    store,
    userResolver: { resolve: <P>(person: P) => person },
    clock,
    signal: new AbortController().signal,
  });
  const success = jest.fn(async () => {});
  const fail = jest.fn(async (_: { error: Error }) => {});
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockResolvedValue({ success, fail });
  const handlers = new ActionHandlers();
  const guards = new ActionGuards();
  const actions = createActions({
    knex,
    hasher: ValueHasher.create('key-of-the-test'),
    config: {
      environments: [
        {
          name: 'dev',
          cluster: 'staging',
          namespaces: ['dev'],
          production: false,
        },
      ],
      labelSelectorsEnabled: false,
      historyDays: 1,
      auditHashKey: undefined,
      actTokens: new Map(),
      applyKinds: options.applyKinds ?? ['/ConfigMap'],
      applyRules: {
        shared: [],
        hosts: [],
        sharedHosts: [],
        annotations: options.annotations ?? [],
        uncheckedKinds: [],
      },
      newNamespaces: undefined,
      jobBindings: [],
    },
    handlers,
    guards,
    authorizer: {
      isAllowed: async ({ name }) => !denied.includes(name),
    },
    mayReadValues: async () => true,
    catalog,
    getCredentials,
    writer: options.writer ?? {
      isEnabled: () => false,
      send: async () => {
        throw new Error('The test has no cluster');
      },
    },
    facts: { in: () => options.facts },
    providers,
    ownership,
    repositories,
    pollers,
    runs,
    clock,
    logger,
  });
  const app = express()
    .use(
      createActionsRouter({
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.user('user:default/ada'),
        }),
        userInfo: mockServices.userInfo({
          ownershipEntityRefs: ['user:default/ada', 'group:default/releases'],
        }),
        auditor,
        actions: actions.service,
      }),
    )
    .use(mockErrorHandler());

  /** Sends an action on `orders`, with its own idempotency key unless one is given. */
  const send = (
    action: object,
    rest: {
      key?: string;
      target?: object;
      reason?: string;
      dryRun?: boolean;
    } = {},
  ) =>
    supertest(app)
      .post('/v1/actions')
      .send({
        target: rest.target ?? {
          type: 'service',
          entityRef: 'component:default/orders',
        },
        action,
        reason: rest.reason,
        dryRun: rest.dryRun,
        idempotencyKey: rest.key ?? `key-${Math.random()}`,
      });
  /** Performs an action. @throws Error with the message of the answer */
  const perform = async (
    action: object,
    rest: Parameters<typeof send>[1] = {},
  ): Promise<ActionRecord> => {
    const { status, body } = await send(action, rest);
    if (status !== 201) throw new Error(`${status} ${body.error.message}`);
    return actionRecordSchema.parse(body);
  };
  const get = (recordId: string) =>
    supertest(app).get(`/v1/actions/${recordId}`);
  const read = async (recordId: string): Promise<ActionRecord> =>
    actionRecordSchema.parse((await get(recordId)).body);
  return {
    provider,
    clock,
    logger,
    auditor,
    audit: { success, fail },
    handlers,
    guards,
    settler: actions.settler,
    runs,
    send,
    perform,
    get,
    read,
    rows: () => knex('actions').select().orderBy('at'),
  };
}
