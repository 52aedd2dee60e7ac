import { createMockDirectory } from '@backstage/backend-test-utils';
import type {
  ActionRecord,
  ApplyPlan,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';
import { actionContext } from './__testUtils__/actionContext';
import { createApplyAction } from './applyAction';

let now = 0;

jest.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    now += ms;
  },
}));

describe('delivery:kubernetes:apply of kinds that are to come', () => {
  const workspace = createMockDirectory({ content: { 'a.yaml': 'kind: A' } });
  const database: PlannedObject = {
    ...{ apiVersion: 'example.com/v1', kind: 'Database', namespace: 'dev' },
    ...{ name: 'orders', result: 'create', changes: [], warnings: [] },
  };
  const unknown: PlannedObject = {
    ...{ ...database, result: 'refused', kindNotServed: true },
    reason: "Cluster 'staging' has no namespaced kind Database",
  };
  const planOf = (...objects: PlannedObject[]): ApplyPlan => ({
    ...{ environment: 'dev', cluster: 'staging', objects },
    canApply: objects.every(({ result }) => result !== 'refused'),
  });
  const delivery = {
    plan: jest.fn<Promise<ApplyPlan>, []>(),
    act: jest.fn(async () => ({ id: 'a', state: 'done' }) as ActionRecord),
  };
  const kustomize = { render: jest.fn() };
  const action = createApplyAction({ delivery, kustomize });
  const context = (waitForKindsSeconds?: number, isDryRun = false) =>
    actionContext(
      action,
      {
        ...{ entityRef: 'component:default/orders', environment: 'dev' },
        ...{ path: 'a.yaml', reason: 'First rollout', waitForKindsSeconds },
      },
      { workspacePath: workspace.path, isDryRun },
    );

  beforeEach(() => {
    jest.resetAllMocks();
    now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    delivery.act.mockResolvedValue({ id: 'a', state: 'done' } as ActionRecord);
  });

  afterAll(() => jest.restoreAllMocks());

  it('waits until the cluster has them, says so once, and goes on', async () => {
    delivery.plan
      .mockResolvedValueOnce(planOf(unknown, database))
      .mockResolvedValueOnce(planOf(unknown, database))
      .mockResolvedValue(planOf(database));
    const { ctx, said } = context();
    await action.handler(ctx);
    expect(said()).toEqual([
      'Waits until the cluster has the kind Database of example.com/v1',
      'Database dev/orders comes',
      'Applied to dev; audit entry a',
      'What takes it back, with its data: kubectl --namespace dev delete database/orders',
    ]);
    expect(delivery.plan).toHaveBeenCalledTimes(3);
    expect(delivery.act).toHaveBeenCalledTimes(1);
  });

  it('says which did not come in a minute', async () => {
    delivery.plan.mockResolvedValue(planOf(unknown));
    await expect(action.handler(context().ctx)).rejects.toThrow(
      "Environment 'dev' takes none of it: after 60 s its cluster still does not have the kind Database of example.com/v1; is what brings it installed?",
    );
    expect(delivery.act).not.toHaveBeenCalled();
    expect(now).toBe(60_000);
  });

  it.each([
    ['something else is refused too', undefined, 'refused'],
    ['told not to', 0, 'create'],
  ] as const)('does not wait when %s', async (_, seconds, result) => {
    const other = { ...database, name: 'other', result };
    delivery.plan.mockResolvedValue(planOf(unknown, other));
    await expect(action.handler(context(seconds).ctx)).rejects.toThrow(
      'has no namespaced kind Database',
    );
    expect(delivery.plan).toHaveBeenCalledTimes(1);
    expect(delivery.act).not.toHaveBeenCalled();
  });

  it('does not wait in a dry run', async () => {
    delivery.plan.mockResolvedValue(planOf(unknown));
    const { ctx, said } = context(undefined, true);
    await action.handler(ctx);
    expect(said()).toEqual([
      "Database dev/orders is refused: Cluster 'staging' has no namespaced kind Database",
    ]);
    expect(delivery.plan).toHaveBeenCalledTimes(1);
  });
});
