import type {
  DaemonSetRecord,
  DeploymentRecord,
  PodRecord,
  RevisionRecord,
  StatefulSetRecord,
  WorkloadTree,
} from '../kubernetes';
import { describeReleases } from './describeReleases';

const digest = `sha256:${'a'.repeat(64)}`;
const at = (second: number) =>
  `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;
const iso = (second: number) => new Date(at(second)).toISOString();
const template = (version: number) => ({
  images: [`orders:${version}`],
  mainImage: `orders:${version}`,
  containers: ['orders'],
});

const base = {
  uid: 'w',
  name: 'orders',
  namespace: 'dev',
  labels: {},
  createdAt: at(0),
  deleting: false,
  template: template(2),
  podLabels: {},
  generation: 2,
  observedGeneration: 2,
  conditions: [],
  desired: 2,
  created: 2,
  updated: 2,
  ready: 2,
  available: 2,
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
  updateRevision: 'orders-2',
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
const revision = (
  version: number,
  rest: Partial<RevisionRecord> = {},
): RevisionRecord => ({
  kind: 'ReplicaSet',
  uid: `r${version}`,
  name: `orders-${version}`,
  namespace: 'dev',
  labels: {},
  createdAt: at(version * 10),
  deleting: false,
  ownerUid: 'w',
  number: version,
  earlierNumbers: [],
  template: template(version),
  ...rest,
});
const pod = (version: number, rest: Partial<PodRecord> = {}): PodRecord => ({
  kind: 'Pod',
  uid: 'p',
  name: 'orders-p',
  namespace: 'dev',
  createdAt: at(version * 10 + 1),
  deleting: false,
  ownerUid: `r${version}`,
  status: 'ready',
  isReady: true,
  readySince: at(version * 10 + 5),
  digests: { orders: digest },
  restarts: 0,
  ...rest,
});
const available = {
  type: 'Progressing',
  status: 'True',
  reason: 'NewReplicaSetAvailable',
  lastUpdateTime: at(29),
};
const stuck = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'has timed out',
  lastUpdateTime: at(28),
};
const rolling = { created: 3, updated: 1, available: 2 };

function tree(rest: Partial<WorkloadTree> = {}): WorkloadTree {
  return {
    workload: deployment(),
    revisions: [revision(2), revision(1)],
    pods: [pod(2)],
    ...rest,
  };
}

function describeAll(rest: Partial<WorkloadTree>, watchedSince = iso(0)) {
  return describeReleases(tree(rest), { cluster: 'a', watchedSince });
}
const current = (...args: Parameters<typeof describeAll>) =>
  describeAll(...args).at(-1);

describe('describeReleases', () => {
  it('describes all fields of a release', () => {
    expect(
      current({
        workload: deployment({
          conditions: [available],
          imageSetBy: { manager: 'kubectl-set', at: at(19) },
          templateSetBy: { manager: 'argocd', at: at(20) },
        }),
      }),
    ).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      cluster: 'a',
      namespace: 'dev',
      workload: { kind: 'Deployment', name: 'orders', uid: 'w' },
      from: { number: 1, name: 'orders-1', uid: 'r1' },
      to: { number: 2, name: 'orders-2', uid: 'r2' },
      images: [{ container: 'orders', image: 'orders:2', digest }],
      version: { value: '2', from: 'tag' },
      commit: undefined,
      cause: {
        how: 'field-manager',
        manager: 'kubectl-set',
        wrote: 'image',
      },
      changeCause: undefined,
      startedAt: iso(20),
      firstReadyAt: iso(25),
      outcome: {
        state: 'completed',
        endedAt: iso(29),
        reason: 'everyPodAvailable',
        values: {},
        sentence: 'Rollout complete',
      },
      rollbackTo: undefined,
      reconstructed: false,
    });
  });

  it.each([
    [
      'the controller has not observed the change',
      deployment({ generation: 3 }),
    ],
    ['it is being deleted', deployment({ deleting: true })],
    ['its ReplicaSet is not known yet', deployment({ revision: 3 })],
    [
      'it is paused before its template is rolled out',
      deployment({ paused: true, updated: 0 }),
    ],
  ])('describes nothing while %s', (_, workload) => {
    expect(describeAll({ workload })).toEqual([]);
  });

  it.each([
    ['completed', 'all pods are available', deployment()],
    [
      'completed',
      'no pods are desired',
      deployment({ desired: 0, created: 0, updated: 0, available: 0 }),
    ],
    [
      'completed',
      'pods fail after it',
      deployment({ conditions: [available], available: 0 }),
    ],
    ['in-progress', 'pods are missing', deployment(rolling)],
    // A roll back keeps the condition of the release before it for a while.
    [
      'in-progress',
      'it has just started',
      deployment({ created: 2, updated: 0, conditions: [available] }),
    ],
    ['in-progress', 'old pods remain', deployment({ created: 3 })],
    [
      'failed',
      'its deadline is exceeded',
      deployment({ ...rolling, conditions: [stuck] }),
    ],
    ['completed', 'all pods are available', statefulSet()],
    [
      'in-progress',
      'its partition limits it',
      statefulSet({ updated: 1, partition: 1 }),
    ],
    ['completed', 'all pods are available', daemonSet()],
    ['in-progress', 'pods are missing', daemonSet({ updated: 1 })],
  ])('is %s when %s', (state, _, workload) => {
    expect(current({ workload })?.outcome.state).toBe(state);
  });

  it('takes the time of completion from the pods if no condition has it', () => {
    expect(current({ workload: statefulSet() })?.outcome).toMatchObject({
      endedAt: iso(25),
    });
    // The condition is of the release before.
    const workload = deployment({
      conditions: [{ ...available, lastUpdateTime: at(3) }],
    });
    expect(current({ workload })?.outcome).toMatchObject({ endedAt: iso(20) });
  });

  it.each([
    ['the portal with its actor', 'fairway', 'user:default/ada', 'actor'],
    ['the portal without one', 'fairway', undefined, 'field-manager'],
    [
      'another field manager after the portal',
      'kubectl-set',
      'user:default/ada',
      'field-manager',
    ],
  ])('names %s', (_, manager, actor, how) => {
    const write = { manager, at: at(19) };
    const workload = deployment({
      actor,
      imageSetBy: write,
      templateSetBy: write,
    });
    expect(current({ workload })?.cause).toMatchObject({ how, manager });
  });

  it('names the field manager of the template if the image is the same, for example after a restart', () => {
    const revisions = [revision(2, { template: template(1) }), revision(1)];
    const workload = deployment({
      template: template(1),
      imageSetBy: { manager: 'kubectl-set', at: at(9) },
      templateSetBy: { manager: 'kubectl-rollout', at: at(19) },
    });
    expect(current({ workload, revisions })?.cause).toEqual({
      how: 'field-manager',
      manager: 'kubectl-rollout',
      wrote: 'template',
    });
  });

  it('detects a rollback by the earlier numbers of the ReplicaSet', () => {
    const revisions = [
      revision(2),
      revision(1, { number: 3, earlierNumbers: [1] }),
    ];
    const workload = deployment({
      revision: 3,
      templateSetBy: { manager: 'kubectl', at: at(35) },
    });
    const all = describeAll({ workload, revisions, pods: [] });
    expect(
      all.map(({ to, startedAt }) => [to.number, to.uid, startedAt]),
    ).toEqual([
      [1, 'r1', iso(10)],
      [2, 'r2', iso(20)],
      [3, 'r1', iso(35)],
    ]);
    expect(all[2]).toMatchObject({
      from: { number: 2, uid: 'r2' },
      rollbackTo: { number: 1, releaseId: all[0].id },
    });
    expect(all[0].id).not.toBe(all[2].id);
  });

  it('detects a rollback by the age of the ControllerRevision', () => {
    const revisions = [
      revision(2, { kind: 'ControllerRevision' }),
      revision(1, { kind: 'ControllerRevision', number: 3 }),
    ];
    for (const workload of [
      statefulSet({ updateRevision: 'orders-1' }),
      daemonSet(),
    ]) {
      const all = describeAll({ workload, revisions });
      expect(all.map(({ to }) => to.number)).toEqual([2, 3]);
      expect(all[1]).toMatchObject({ rollbackTo: {}, from: { number: 2 } });
    }
  });

  it('marks releases that were not watched', () => {
    const before = describeAll({}, iso(5));
    expect(before.map(r => [r.outcome.state, r.reconstructed])).toEqual([
      ['superseded', false],
      ['completed', false],
    ]);
    const between = describeAll({}, iso(15));
    expect(between.map(r => [r.outcome.state, r.reconstructed])).toEqual([
      ['unknown', true],
      ['completed', false],
    ]);
    const after = describeAll({}, iso(30));
    expect(after.map(r => [r.outcome.state, r.reconstructed])).toEqual([
      ['unknown', true],
      ['completed', true],
    ]);
    // Its end will be seen.
    const workload = deployment(rolling);
    expect(current({ workload }, iso(30))?.reconstructed).toBe(false);
  });

  it('ignores a change cause that was copied from the revision before', () => {
    const changeCause = 'raise the limit';
    const given = [revision(2, { changeCause }), revision(1)];
    const left = [revision(2, { changeCause }), revision(1, { changeCause })];
    expect(current({ revisions: given })?.changeCause).toBe(changeCause);
    expect(current({ revisions: left })?.changeCause).toBeUndefined();
  });
});
