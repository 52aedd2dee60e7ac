import {
  daemonSetRecord,
  deploymentRecord,
  noRelatedObjects,
  podRecord,
  revisionRecord,
  templateRecord,
} from '../../__testUtils__/records';
import type { DeploymentRecord, WorkloadTree } from '../../kubernetes';
import { RolloutEngines } from '../rollouts/RolloutEngines';
import { buildWorkload } from './buildWorkload';
import { revisionHistory } from './revisionHistory';

const claim = { claim: 'consented' } as const;
const synced = { state: 'synced', since: '2026-01-01T00:00:00Z' } as const;
const [first, second, third] = [
  '2026-01-01T00:00:00Z',
  '2026-01-02T00:00:00Z',
  '2026-01-03T00:00:00Z',
];

const engines = new RolloutEngines();

function build(tree: Partial<WorkloadTree>) {
  const snapshot = {
    workload: deploymentRecord(),
    revisions: [],
    pods: [],
    relatedObjects: noRelatedObjects,
    engineContext: [],
    ...tree,
  };
  const history = revisionHistory(snapshot);
  return buildWorkload(
    {
      ...snapshot,
      claim,
      history,
      rollout: engines.describe(snapshot, history, []),
      now: 0,
      usage: undefined,
    },
    synced,
  );
}

describe('buildWorkload', () => {
  it('combines the workload, its revisions and its pods', () => {
    const built = build({
      workload: deploymentRecord({
        revision: 2,
        desired: 4,
        updated: 3,
        ready: 2,
        available: 1,
        template: templateRecord('orders:2'),
      }),
      revisions: [revisionRecord('new', 2, { createdAt: second })],
      pods: [
        podRecord('b', { ownerUid: 'new' }),
        podRecord('c', { ownerUid: 'gone' }),
        podRecord('a', {
          ownerUid: 'gone',
          status: 'failing',
          reason: 'CrashLoopBackOff',
          exit: { container: 'app', exitCode: 1 },
          restarts: 7,
          node: 'node-1',
        }),
      ],
    });
    expect(built).toMatchObject({
      uid: 'workload',
      kind: 'Deployment',
      name: 'orders',
      serving: [
        { revisions: ['new'], images: ['orders:2'], pods: 1, share: 50 },
        { revisions: [], images: [], pods: 1, share: 50 },
      ],
      target: { revisions: ['new'], images: ['orders:2'], since: second },
      replicas: {
        desired: 4,
        updated: 3,
        updatedReady: 1,
        ready: 2,
        available: 1,
      },
      revisions: [{ name: 'new', current: true }],
      pods: [
        {
          name: 'a',
          status: 'failing',
          reason: 'CrashLoopBackOff',
          exit: { container: 'app', exitCode: 1 },
          restarts: 7,
          node: 'node-1',
          revision: undefined,
        },
        { name: 'b', revision: 'new' },
        { name: 'c', revision: undefined },
      ],
    });
  });

  describe('health', () => {
    it.each(['syncing', 'failed'] as const)(
      'is unknown while its cluster is %s',
      state => {
        const tree = {
          workload: deploymentRecord(),
          revisions: [],
          pods: [],
          relatedObjects: noRelatedObjects,
          engineContext: [],
          history: [],
          rollout: undefined,
          now: 0,
          usage: undefined,
          claim,
        };
        const { health } = buildWorkload(tree, { ...synced, state });
        expect(health).toMatchObject({ status: 'unknown', reason: 'unsynced' });
      },
    );

    it('is the last known one while the cluster is stale', () => {
      const tree = {
        workload: deploymentRecord(),
        revisions: [],
        pods: [],
        relatedObjects: noRelatedObjects,
        engineContext: [],
        history: [],
        rollout: undefined,
        now: 0,
        usage: undefined,
        claim,
      };
      const stale = { ...synced, state: 'stale' as const };
      expect(buildWorkload(tree, stale).health.status).toBe('healthy');
    });
  });

  describe('version and commit', () => {
    const old = revisionRecord('old', 1, {
      createdAt: first,
      template: templateRecord('orders:1.0', {
        versionLabel: '1.0',
        commit: 'abc',
      }),
    });

    it('come from the revision that serves', () => {
      const built = build({
        workload: deploymentRecord({ template: old.template }),
        revisions: [old],
        pods: [podRecord('a', { ownerUid: 'old' })],
      });
      expect(built.serving).toMatchObject([
        { version: { value: '1.0', from: 'label' }, commit: 'abc' },
      ]);
      expect(built).not.toHaveProperty('target');
    });

    it('come from the template while no revision has it, for example when paused', () => {
      const template = { ...old.template, ...templateRecord('orders:1.1') };
      const built = build({
        workload: deploymentRecord({ paused: true, template }),
        revisions: [old],
        pods: [podRecord('a', { ownerUid: 'old' })],
      });
      expect(built).toMatchObject({
        serving: [{ version: { value: '1.0', from: 'label' }, commit: 'abc' }],
        target: {
          images: ['orders:1.1'],
          version: { value: '1.1', from: 'tag' },
          commit: undefined,
        },
        revisions: [{ version: { value: '1.0' } }],
      });
    });
  });

  describe('time of deployment', () => {
    const revisions = [
      revisionRecord('a', 1, { createdAt: first }),
      revisionRecord('b', 2, { createdAt: second }),
    ];
    const deployedAt = (
      workload: Partial<DeploymentRecord>,
      own = revisions,
    ): string =>
      build({ workload: deploymentRecord(workload), revisions: own })
        .deployedAt;

    it('is the creation of the current revision', () => {
      expect(
        deployedAt({ revision: 2, imageSetBy: { manager: 'ci', at: third } }),
      ).toBe(second);
    });

    it('is the time when the image was set after a rollback, because the old revision is older', () => {
      const [a, b] = revisions;
      const undone = [{ ...a, number: 3 }, b];
      expect(
        deployedAt(
          { revision: 3, imageSetBy: { manager: 'ci', at: third } },
          undone,
        ),
      ).toBe(third);
      expect(deployedAt({ revision: 3 }, undone)).toBe(first);
    });

    it('is the time when the image was set without a revision, else the creation of the workload', () => {
      expect(deployedAt({ imageSetBy: { manager: 'ci', at: third } }, [])).toBe(
        third,
      );
      expect(deployedAt({ createdAt: first }, [])).toBe(first);
    });

    it('follows the newest revision number of a DaemonSet', () => {
      expect(build({ workload: daemonSetRecord(), revisions }).deployedAt).toBe(
        second,
      );
    });
  });
});
