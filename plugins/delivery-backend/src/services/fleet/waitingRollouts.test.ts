import { health } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Rollout,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { waitingRollouts } from './waitingRollouts';

const since = '2026-11-30T10:00:00Z';

function deliveryWith(
  rollout: Partial<Rollout>,
  rest: Partial<Workload> = {},
): Delivery {
  return {
    entityRef: 'component:default/orders',
    environments: [
      {
        name: 'prod',
        cluster: 'b',
        namespace: 'prod',
        production: true,
        sync: { state: 'synced', since },
        jobs: [],
        workloads: [
          {
            uid: 'u-1',
            kind: 'Rollout',
            name: 'orders',
            createdAt: since,
            serving: [
              {
                revisions: ['orders-1'],
                version: { value: '1', from: 'tag' },
                images: ['orders:1'],
                pods: 1,
                share: 100,
              },
            ],
            target: {
              revisions: ['orders-2'],
              version: { value: '2', from: 'tag' },
              images: ['orders:2'],
              since,
            },
            deployedAt: since,
            replicas: {
              desired: 2,
              updated: 1,
              updatedReady: 1,
              ready: 2,
              available: 2,
            },
            health: health('healthy', 'ready'),
            rollout: {
              engine: 'argo-rollouts',
              strategy: 'canary',
              state: 'progressing',
              steps: [],
              step: 0,
              analyses: [],
              ...rollout,
            },
            findings: [],
            claim: 'consented',
            revisions: [],
            pods: [],
            ...rest,
          },
        ],
      },
    ],
  };
}

describe('waitingRollouts', () => {
  it.each<[string, Partial<Rollout>, number]>([
    ['a person', { state: 'waiting', waitsFor: 'approval', since }, 1],
    ['a time', { state: 'waiting', waitsFor: 'time', since }, 0],
    ['an analysis', { state: 'waiting', waitsFor: 'analysis', since }, 0],
    ['its pods', { state: 'progressing' }, 0],
    ['nothing, because it was aborted', { state: 'aborted', since }, 0],
  ])('counts a rollout that waits for %s', (_, rollout, count) => {
    expect(waitingRollouts(deliveryWith(rollout))).toHaveLength(count);
  });

  it.each(['selected', 'contested'] as const)(
    'says that the service may not act on a %s workload',
    claim => {
      const rollout = {
        state: 'waiting',
        waitsFor: 'approval',
        since,
      } as const;
      expect(waitingRollouts(deliveryWith(rollout, { claim }))).toMatchObject([
        {
          environment: 'prod',
          uid: 'u-1',
          version: { value: '2' },
          since,
          canAct: false,
        },
      ]);
    },
  );
});
