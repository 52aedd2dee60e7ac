import type { HealthReason } from '@fairway/backstage-plugin-delivery-common';
import type {
  DaemonSetRecord,
  DeploymentRecord,
  NativeWorkloadRecord,
  PodRecord,
  StatefulSetRecord,
} from '../../kubernetes';
import { noRelatedObjects } from '../../__testUtils__/records';
import { workloadHealth } from './workloadHealth';

const base = {
  uid: 'w',
  name: 'orders',
  namespace: 'dev',
  labels: {},
  createdAt: '2026-01-01T00:00:00Z',
  deleting: false,
  template: {
    images: ['orders:1'],
    mainImage: 'orders:1',
    containers: ['orders'],
  },
  podLabels: {},
  generation: 2,
  observedGeneration: 2,
  conditions: [],
  desired: 3,
  created: 3,
  updated: 3,
  ready: 3,
  available: 3,
};

const deployment = (
  rest: Partial<DeploymentRecord> = {},
): DeploymentRecord => ({
  ...base,
  kind: 'Deployment',
  revision: 2,
  paused: false,
  ...rest,
});

const statefulSet = (
  rest: Partial<StatefulSetRecord> = {},
): StatefulSetRecord => ({
  ...base,
  kind: 'StatefulSet',
  onDelete: false,
  isOrdered: true,
  partition: 0,
  ...rest,
});

const daemonSet = (rest: Partial<DaemonSetRecord> = {}): DaemonSetRecord => ({
  ...base,
  kind: 'DaemonSet',
  onDelete: false,
  ...rest,
});

const pod = (status: PodRecord['status'], reason?: string): PodRecord => ({
  kind: 'Pod',
  uid: `p-${status}`,
  name: 'orders-1',
  namespace: 'dev',
  createdAt: base.createdAt,
  deleting: false,
  status,
  reason,
  isReady: status === 'ready',
  digests: {},
  restarts: 0,
});

const pastDeadline = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
};
const refused = {
  type: 'ReplicaFailure',
  status: 'True',
  reason: 'FailedCreate',
  message: 'exceeded quota',
};

type Case = [
  string,
  [NativeWorkloadRecord, PodRecord[]],
  `${string} ${HealthReason}`,
];

describe('workloadHealth', () => {
  it.each<Case>([
    ['complete', [deployment(), [pod('ready')]], 'healthy ready'],
    [
      'scaled to zero',
      [
        deployment({
          desired: 0,
          created: 0,
          updated: 0,
          ready: 0,
          available: 0,
        }),
        [],
      ],
      'healthy scaledToZero',
    ],
    [
      'deleted',
      [deployment({ deleting: true }), []],
      'progressing terminating',
    ],
    [
      'not yet observed',
      [deployment({ observedGeneration: 1 }), []],
      'progressing unobserved',
    ],
    ['paused', [deployment({ paused: true }), []], 'suspended paused'],
    [
      'refused by quota',
      [deployment({ conditions: [refused, pastDeadline], updated: 0 }), []],
      'degraded podsRefused',
    ],
    [
      'past its deadline',
      [
        deployment({ conditions: [pastDeadline], ready: 2 }),
        [pod('not-ready')],
      ],
      'degraded deadlineExceeded',
    ],
    [
      'past its deadline because pods fail',
      [
        deployment({ conditions: [pastDeadline], ready: 2 }),
        [pod('failing', 'ImagePullBackOff')],
      ],
      'degraded podsFailing',
    ],
    [
      'without a node',
      [deployment({ ready: 2 }), [pod('unschedulable', 'Unschedulable')]],
      'degraded podsUnschedulable',
    ],
    [
      'with a failing pod that is on its way out',
      [deployment(), [pod('ready'), pod('terminating')]],
      'healthy ready',
    ],
    ['creating', [deployment({ created: 1 }), []], 'progressing creating'],
    ['updating', [deployment({ updated: 1 }), []], 'progressing updating'],
    [
      'removing the old',
      [deployment({ created: 4 }), []],
      'progressing removingOld',
    ],
    ['not ready', [deployment({ ready: 1 }), []], 'progressing becomingReady'],
    [
      'not available',
      [deployment({ available: 1 }), []],
      'progressing becomingAvailable',
    ],
    [
      'a StatefulSet held by its partition',
      [statefulSet({ updated: 1, partition: 2 }), []],
      'suspended partitioned',
    ],
    [
      'a StatefulSet on its way to its partition',
      [statefulSet({ updated: 0, partition: 2 }), []],
      'progressing updating',
    ],
    [
      'a StatefulSet that updates on delete',
      [statefulSet({ updated: 1, onDelete: true }), []],
      'suspended updateOnDelete',
    ],
    ['a DaemonSet', [daemonSet({ updated: 2 }), []], 'progressing updating'],
  ])('%s', (_, [workload, pods], expected) => {
    const { status, reason, sentence } = workloadHealth({
      workload,
      pods,
      revisions: [],
      relatedObjects: noRelatedObjects,
      engineContext: [],
      now: Date.parse('2026-01-02T00:00:00Z'),
    });
    expect(`${status} ${reason}`).toBe(expected);
    expect(sentence).not.toMatch(/\{\{|undefined/);
  });
});
