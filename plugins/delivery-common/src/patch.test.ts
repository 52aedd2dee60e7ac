import type { Delivery, Pod, Workload } from './delivery';
import { health } from './health';
import { applyDeliveryEvent, deliveryEventSchema, diffDelivery } from './patch';

function pod(name: string, restarts = 0): Pod {
  return {
    uid: `uid-${name}`,
    name,
    createdAt: '2026-01-01T00:00:00Z',
    status: 'ready',
    restarts,
  };
}

function workload(name: string, pods: Pod[], ready = pods.length): Workload {
  return {
    uid: `uid-${name}`,
    kind: 'Deployment',
    name,
    createdAt: '2026-01-01T00:00:00Z',
    serving: [],
    deployedAt: '2026-01-01T00:00:00Z',
    replicas: {
      desired: 2,
      updated: 2,
      updatedReady: ready,
      ready,
      available: ready,
    },
    health: health('healthy', 'ready'),
    rollout: {
      engine: 'native',
      strategy: 'rolling',
      state: 'complete',
      steps: [],
      step: 0,
      analyses: [],
    },
    findings: [],
    claim: 'consented',
    revisions: [],
    pods,
  };
}

function delivery(...workloads: Workload[]): Delivery {
  return {
    entityRef: 'component:default/orders',
    environments: [
      {
        name: 'dev',
        cluster: 'a',
        namespace: 'dev',
        production: false,
        sync: { state: 'synced', since: '2026-01-01T00:00:00Z' },
        jobs: [],
        workloads,
      },
    ],
  };
}

const [first, second, third] = ['a', 'b', 'c'].map(name => pod(name));
const before = delivery(workload('orders', [first, third]), workload('z', []));

it.each([
  ['nothing', before, []],
  [
    'a pod',
    delivery(workload('orders', [pod('a', 1), third]), workload('z', [])),
    ['workload-changed: a'],
  ],
  [
    'a new pod between others',
    delivery(workload('orders', [first, second, third], 2), workload('z', [])),
    ['workload-changed: b'],
  ],
  [
    'a pod that is gone',
    delivery(workload('orders', [third], 2), workload('z', [])),
    ['workload-changed: -uid-a'],
  ],
  [
    'a workload without its pods',
    delivery(workload('orders', [first, third], 1), workload('z', [])),
    ['workload-changed: '],
  ],
  [
    'a new workload',
    delivery(
      workload('orders', [first, third]),
      workload('y', [second]),
      workload('z', []),
    ),
    ['workload: b'],
  ],
  [
    'a workload that is gone',
    delivery(workload('orders', [first, third])),
    ['workload-removed: uid-z'],
  ],
])('sends only the changes of %s', (_, after, expected) => {
  const event = diffDelivery(before, after);
  const sent = event && deliveryEventSchema.parse(event);
  const changes = sent?.type === 'patch' ? sent.changes : [];
  expect(
    changes.map(change => {
      switch (change.type) {
        case 'workload':
          return `workload: ${change.workload.pods.map(p => p.name)}`;
        case 'workload-changed':
          return `workload-changed: ${[
            ...change.pods.map(p => p.name),
            ...change.removedPods.map(uid => `-${uid}`),
          ]}`;
        case 'workload-removed':
          return `workload-removed: ${change.uid}`;
        default:
          return change.type;
      }
    }),
  ).toEqual(expected);
  expect(sent ? applyDeliveryEvent(before, sent) : before).toEqual(after);
});

it('keeps the objects of pods and workloads that do not change', () => {
  const after = delivery(
    workload('orders', [pod('a', 1), third]),
    workload('z', []),
  );
  const event = diffDelivery(before, after);
  const applied = event && applyDeliveryEvent(before, event);
  const [orders, z] = applied?.environments[0].workloads ?? [];
  expect(orders.pods[1]).toBe(third);
  expect(z).toBe(before.environments[0].workloads[1]);
});
