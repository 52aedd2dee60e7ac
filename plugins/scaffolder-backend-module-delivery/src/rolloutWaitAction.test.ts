import { ServiceUnavailableError } from '@backstage/errors';
import type {
  Delivery,
  Environment,
  SyncState,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { actionContext } from './__testUtils__/actionContext';
import { createRolloutWaitAction } from './rolloutWaitAction';

let now = 0;

jest.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    now += ms;
  },
}));

const entityRef = 'component:default/orders';

describe('delivery:kubernetes:wait', () => {
  const since = '2026-11-26T08:00:00Z';
  const environmentWith = (
    status: Workload['health']['status'],
    sentence: string,
    rest: {
      rollout?: Workload['rollout']['state'];
      sync?: SyncState;
      namespace?: string;
    } = {},
  ): Environment => {
    const {
      rollout = 'progressing',
      sync = 'synced',
      namespace = 'dev',
    } = rest;
    const message = sync === 'synced' ? undefined : 'connect ECONNREFUSED';
    return {
      name: 'dev',
      namespace,
      cluster: 'staging',
      production: false,
      sync: { state: sync, since, message },
      jobs: [],
      workloads: [
        {
          uid: '1',
          kind: 'Deployment',
          name: 'orders',
          claim: 'consented',
          createdAt: since,
          deployedAt: since,
          serving: [
            {
              revisions: [],
              version: { value: '1.0.0', from: 'tag' },
              images: [],
              pods: 1,
              share: 100,
            },
          ],
          findings: [],
          revisions: [],
          pods: [],
          replicas: {
            desired: 1,
            updated: 1,
            updatedReady: 1,
            ready: 1,
            available: 1,
          },
          health: { status, reason: 'ready', values: {}, sentence },
          rollout: {
            engine: 'kubernetes',
            strategy: 'rolling',
            state: rollout,
            steps: [],
            step: 0,
            analyses: [],
          },
        },
      ],
    };
  };
  const state = (...environments: Environment[]): Delivery => ({
    entityRef,
    environments,
  });
  const delivery = { delivery: jest.fn<Promise<Delivery>, []>() };
  const action = createRolloutWaitAction({ delivery });
  const context = (
    rest: { namespace?: string; timeoutSeconds?: number } = {},
    isDryRun = false,
  ) =>
    actionContext(
      action,
      { entityRef, environment: 'dev', ...rest },
      { isDryRun },
    );

  const ready = environmentWith('healthy', 'Every pod is ready');

  beforeEach(() => {
    jest.resetAllMocks();
    now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });

  afterAll(() => jest.restoreAllMocks());

  it('logs the progress and ends when all workloads are healthy', async () => {
    delivery.delivery
      .mockResolvedValueOnce(
        state(environmentWith('progressing', '1 of 2 pods are ready')),
      )
      .mockResolvedValue(state(ready));
    const { ctx, output, said } = context();
    await action.handler(ctx);
    expect(said()).toEqual([
      'Deployment orders: 1 of 2 pods are ready',
      'Deployment orders: Every pod is ready',
    ]);
    expect(output).toHaveBeenCalledWith('version', '1.0.0');
  });

  it('fails with the diagnosis of a failed rollout', async () => {
    const sentence = 'The rollout made no progress within its deadline';
    const failed = environmentWith('degraded', sentence, { rollout: 'failed' });
    delivery.delivery.mockResolvedValue(state(failed));
    await expect(action.handler(context().ctx)).rejects.toThrow(
      `The rollout of ${entityRef} in dev failed: Deployment orders: ${sentence}`,
    );
  });

  it('waits only for the given namespace', async () => {
    delivery.delivery.mockResolvedValue(state(ready));
    const { ctx } = context({ timeoutSeconds: 1, namespace: 'rain-dev' });
    await expect(action.handler(ctx)).rejects.toThrow(
      /it has no workloads there/,
    );
  });

  it('reports the diagnosis after the timeout', async () => {
    delivery.delivery.mockResolvedValue(
      state(environmentWith('degraded', 'The image cannot be pulled')),
    );
    await expect(
      action.handler(context({ timeoutSeconds: 1 }).ctx),
    ).rejects.toThrow(
      `The rollout of ${entityRef} in dev did not complete within 1 s: Deployment orders: The image cannot be pulled`,
    );
  });

  it('ignores the last known state of an unreachable cluster and waits for the cluster', async () => {
    const before = environmentWith('healthy', 'Every pod is ready', {
      sync: 'stale',
    });
    delivery.delivery
      .mockResolvedValueOnce(state(ready))
      .mockResolvedValueOnce(state(before))
      .mockResolvedValueOnce(state(before))
      .mockResolvedValueOnce(
        state(environmentWith('progressing', '1 of 2 pods are ready')),
      )
      .mockResolvedValue(state(ready));
    const { ctx, said } = context();
    await action.handler(ctx);
    expect(said()).toEqual([
      'Deployment orders: Every pod is ready',
      'Waiting for the cluster: staging cannot be read now: connect ECONNREFUSED',
      'Deployment orders: 1 of 2 pods are ready',
      'Deployment orders: Every pod is ready',
    ]);
    expect(delivery.delivery).toHaveBeenCalledTimes(6);
  });

  it('reports an unreachable cluster after the timeout', async () => {
    delivery.delivery.mockResolvedValue(
      state(
        environmentWith('healthy', 'Every pod is ready', { sync: 'stale' }),
      ),
    );
    await expect(
      action.handler(context({ timeoutSeconds: 10 }).ctx),
    ).rejects.toThrow(
      `The rollout of ${entityRef} in dev did not complete within 10 s: staging cannot be read now: connect ECONNREFUSED`,
    );
  });

  it('does not wait for environments that the user may not read', async () => {
    const other = {
      ...environmentWith('unknown', '', {
        sync: 'forbidden',
        namespace: 'other',
      }),
      workloads: [],
    };
    delivery.delivery.mockResolvedValue(state(ready, other));
    const { ctx, said } = context();
    await action.handler(ctx);
    expect(said()).toEqual(['Deployment orders: Every pod is ready']);
  });

  it('retries while the portal is unavailable, but not after another error', async () => {
    const away = new ServiceUnavailableError('The delivery plugin is starting');
    delivery.delivery
      .mockRejectedValueOnce(away)
      .mockRejectedValueOnce(away)
      .mockResolvedValueOnce(state(ready))
      .mockResolvedValueOnce(state(ready));
    const { ctx, said } = context();
    await action.handler(ctx);
    expect(said()).toEqual([
      'The delivery plugin is starting',
      'Deployment orders: Every pod is ready',
    ]);
    delivery.delivery.mockRejectedValue(new Error('You may not'));
    await expect(action.handler(context().ctx)).rejects.toThrow('You may not');
    delivery.delivery.mockRejectedValue(away);
    await expect(action.handler(context().ctx)).rejects.toThrow(
      'within 300 s: The delivery plugin is starting',
    );
  });

  it('only logs in a dry run what it would wait for', async () => {
    const { ctx, said } = context({ namespace: 'rain-dev' }, true);
    await action.handler(ctx);
    expect(said()).toEqual([
      `Would wait for the rollout of ${entityRef} in dev (rain-dev)`,
    ]);
    expect(delivery.delivery).not.toHaveBeenCalled();
  });
});
