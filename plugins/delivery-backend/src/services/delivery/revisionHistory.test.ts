import {
  daemonSetRecord,
  deploymentRecord,
  podRecord,
  revisionRecord,
  statefulSetRecord,
  templateRecord,
} from '../../__testUtils__/records';
import { revisionHistory, revisionOf } from './revisionHistory';

const [first, second, third] = [
  '2026-01-01T00:00:00Z',
  '2026-01-02T00:00:00Z',
  '2026-01-03T00:00:00Z',
];

/** A revision as `kubectl set image` leaves it: with the stamps of the first. */
const stamped = (image: string) =>
  templateRecord(image, { versionLabel: '1.0.0', commit: 'abc' });

describe('revisionHistory', () => {
  it('lists the newest first and marks the current one', () => {
    const history = revisionHistory({
      workload: deploymentRecord({ revision: 3 }),
      revisions: [
        revisionRecord('a', 1, { createdAt: first }),
        revisionRecord('c', 3, { createdAt: third, changeCause: 'hotfix' }),
        revisionRecord('b', 2, { createdAt: second }),
      ],
      pods: [],
    });
    expect(history.map(({ name, current }) => [name, current])).toEqual([
      ['c', true],
      ['b', false],
      ['a', false],
    ]);
    expect(history[0]).toMatchObject({
      uid: 'c',
      number: 3,
      createdAt: third,
      images: ['orders:3'],
      changeCause: 'hotfix',
    });
  });

  it('shows a rollback as the old revision under a new number', () => {
    const before = revisionRecord('b', 2, {
      createdAt: second,
      template: stamped('orders:2.0.0'),
    });
    const undone = revisionRecord('a', 3, {
      createdAt: first,
      template: stamped('orders:1.0.0'),
    });
    const history = revisionHistory({
      workload: deploymentRecord({ revision: 3 }),
      revisions: [undone, before],
      pods: [],
    });
    expect(history).toMatchObject([
      {
        name: 'a',
        number: 3,
        current: true,
        createdAt: first,
        // It came first, so what its template says is its own.
        version: { value: '1.0.0', from: 'label' },
        commit: 'abc',
      },
      { name: 'b', number: 2, current: false },
    ]);
  });

  it('ignores version and commit that a revision has copied from the one before', () => {
    const history = revisionHistory({
      workload: deploymentRecord({ revision: 2 }),
      revisions: [
        revisionRecord('a', 1, {
          createdAt: first,
          template: stamped('orders:1.0.0'),
        }),
        revisionRecord('b', 2, {
          createdAt: second,
          template: stamped('orders:2.0.0'),
        }),
      ],
      pods: [],
    });
    expect(history).toMatchObject([
      { version: { value: '2.0.0', from: 'tag' }, commit: undefined },
      { version: { value: '1.0.0', from: 'label' }, commit: 'abc' },
    ]);
  });

  it('takes replica counts from a ReplicaSet, and counts pods of other revisions', () => {
    const [replicaSet] = revisionHistory({
      workload: deploymentRecord(),
      revisions: [
        revisionRecord('a', 1, { replicas: { desired: 3, ready: 2 } }),
      ],
      pods: [podRecord('x', { ownerUid: 'a' })],
    });
    expect(replicaSet.replicas).toEqual({ desired: 3, ready: 2 });

    const controllerRevision = { kind: 'ControllerRevision' } as const;
    const history = revisionHistory({
      workload: statefulSetRecord({ updateRevision: 'orders-new' }),
      revisions: [
        revisionRecord('orders-old', 1, controllerRevision),
        revisionRecord('orders-new', 2, controllerRevision),
      ],
      pods: [
        podRecord('orders-0', { revisionHash: 'orders-old' }),
        podRecord('orders-1', { revisionHash: 'orders-old', isReady: false }),
        podRecord('orders-2', { revisionHash: 'orders-new' }),
        podRecord('orders-3'),
      ],
    });
    expect(history).toMatchObject([
      { name: 'orders-new', current: true, replicas: { desired: 1, ready: 1 } },
      {
        name: 'orders-old',
        current: false,
        replicas: { desired: 2, ready: 1 },
      },
    ]);
  });

  it('finds the current revision of a StatefulSet by name and of a DaemonSet by number', () => {
    const revisions = [
      revisionRecord('orders-a', 3, { createdAt: first }),
      revisionRecord('orders-b', 2, { createdAt: second }),
    ];
    const current = (
      workload: Parameters<typeof revisionHistory>[0]['workload'],
    ) =>
      revisionHistory({ workload, revisions, pods: [] })
        .filter(revision => revision.current)
        .map(({ name }) => name);
    const updateRevision = 'orders-b';
    expect(current(statefulSetRecord({ updateRevision }))).toEqual([
      updateRevision,
    ]);
    expect(current(daemonSetRecord())).toEqual(['orders-a']);
    expect(current(statefulSetRecord())).toEqual([]);
    expect(current(deploymentRecord({ revision: 9 }))).toEqual([]);
  });
});

describe('revisionOf', () => {
  const revisions = [
    revisionRecord('orders-6b67c859b', 1),
    revisionRecord('orders-7cfbb4d6b5', 2),
  ];

  it.each([
    ['by its owner', { ownerUid: 'orders-7cfbb4d6b5' }, 'orders-7cfbb4d6b5'],
    [
      'by a StatefulSet’s hash',
      { revisionHash: 'orders-6b67c859b' },
      'orders-6b67c859b',
    ],
    [
      'by a DaemonSet’s hash',
      { revisionHash: '7cfbb4d6b5' },
      'orders-7cfbb4d6b5',
    ],
    ['by half a hash', { revisionHash: 'd6b5' }, undefined],
    ['by nothing', {}, undefined],
  ])('finds the revision of a pod %s', (_, pod, name) => {
    expect(revisionOf(podRecord('x', pod), revisions)?.name).toBe(name);
  });
});
