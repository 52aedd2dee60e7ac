import { createMockDirectory } from '@backstage/backend-test-utils';
import type {
  ApplyPlan,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';
import { refusal } from '@fairway/backstage-plugin-delivery-common';
import { actionContext } from './__testUtils__/actionContext';
import { actionRecord } from './__testUtils__/actionRecord';
import { createApplyAction } from './applyAction';

let now = 0;

jest.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    now += ms;
  },
}));

describe('delivery:kubernetes:apply with kinds that are not served yet', () => {
  const workspace = createMockDirectory({ content: { 'a.yaml': 'kind: A' } });
  const database: PlannedObject = {
    apiVersion: 'example.com/v1',
    kind: 'Database',
    namespace: 'dev',
    name: 'orders',
    result: 'create',
    changes: [],
    warnings: [],
  };
  const unknown: PlannedObject = {
    ...database,
    result: 'refused',
    kindNotServed: true,
    refusal: refusal('kindNotServed', {
      cluster: 'staging',
      kind: 'Database',
      apiVersion: 'example.com/v1',
    }),
  };
  const planOf = (...objects: PlannedObject[]): ApplyPlan => ({
    environment: 'dev',
    cluster: 'staging',
    objects,
    canApply: objects.every(({ result }) => result !== 'refused'),
  });
  const delivery = {
    plan: jest.fn<Promise<ApplyPlan>, []>(),
    act: jest.fn(async () => actionRecord('succeeded', 'a')),
    action: jest.fn(),
  };
  const kustomize = { render: jest.fn() };
  const action = createApplyAction({ delivery, kustomize });
  const context = (waitForKindsSeconds?: number, isDryRun = false) =>
    actionContext(
      action,
      {
        entityRef: 'component:default/orders',
        environment: 'dev',
        path: 'a.yaml',
        reason: 'First rollout',
        waitForKindsSeconds,
      },
      { workspacePath: workspace.path, isDryRun },
    );

  beforeEach(() => {
    jest.resetAllMocks();
    now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    delivery.act.mockResolvedValue(actionRecord('succeeded', 'a'));
  });

  afterAll(() => jest.restoreAllMocks());

  it('waits until the cluster serves them, logs that once, and goes on', async () => {
    delivery.plan
      .mockResolvedValueOnce(planOf(unknown, database))
      .mockResolvedValueOnce(planOf(unknown, database))
      .mockResolvedValue(planOf(database));
    const { ctx, said } = context();
    await action.handler(ctx);
    expect(said()).toEqual([
      'Waiting until the cluster serves the kind Database of example.com/v1',
      'Database dev/orders created',
      'Applied to dev. Audit log entry: a',
      'To undo, including the data: kubectl --namespace dev delete database/orders',
    ]);
    expect(delivery.plan).toHaveBeenCalledTimes(3);
    expect(delivery.act).toHaveBeenCalledTimes(1);
  });

  it('names the kinds that are not served after a minute', async () => {
    delivery.plan.mockResolvedValue(planOf(unknown));
    await expect(action.handler(context().ctx)).rejects.toThrow(
      "Nothing was applied to environment 'dev': after 60 s its cluster does not serve the kind Database of example.com/v1. Install what defines it",
    );
    expect(delivery.act).not.toHaveBeenCalled();
    expect(now).toBe(60_000);
  });

  it.each([
    ['something else is refused too', undefined, 'refused'],
    ['the timeout is 0', 0, 'create'],
  ] as const)('does not wait when %s', async (_, seconds, result) => {
    const other = { ...database, name: 'other', result };
    delivery.plan.mockResolvedValue(planOf(unknown, other));
    await expect(action.handler(context(seconds).ctx)).rejects.toThrow(
      'does not serve a namespaced kind Database',
    );
    expect(delivery.plan).toHaveBeenCalledTimes(1);
    expect(delivery.act).not.toHaveBeenCalled();
  });

  it('does not wait in a dry run', async () => {
    delivery.plan.mockResolvedValue(planOf(unknown));
    const { ctx, said } = context(undefined, true);
    await action.handler(ctx);
    expect(said()).toEqual([
      "Database dev/orders refused: Cluster 'staging' does not serve a namespaced kind Database in 'example.com/v1'. Correct the kind or apiVersion, or install the operator that defines it",
    ]);
    expect(delivery.plan).toHaveBeenCalledTimes(1);
  });
});
