import { mockServices } from '@backstage/backend-test-utils';
import { ManualClock, settle } from '../__testUtils__/ManualClock';
import { emptyClusters } from '../__testUtils__/emptyClusters';
import { deploymentRecord, revisionRecord } from '../__testUtils__/records';
import { HistoryRecorder } from './HistoryRecorder';
import { TimelineWatcher } from './TimelineWatcher';
import { RELEASE_KINDS } from './ReleaseWatcher';
import type { ReleaseEntry } from './recordedRelease';

const environments = [
  { name: 'dev', cluster: 'a', namespaces: ['dev'], production: false },
];

/** A synced cluster with Deployments, and a recorder whose store rejects some of them. */
function setUp(workloads: number, isRejected: (uid: string) => boolean) {
  const clock = new ManualClock();
  const clusters = emptyClusters({ environments, clock });
  const { workloads: store } = clusters.cache('a').stores;
  for (let n = 0; n < workloads; n += 1) {
    const uid = `w${n}`;
    store.target('Deployment').upsert(deploymentRecord({ uid, name: uid }));
    store
      .target('ReplicaSet')
      .upsert(revisionRecord(`r${n}`, 1, { ownerUid: uid }));
  }
  for (const kind of RELEASE_KINDS) {
    const since = '2026-01-01T00:00:00Z';
    store.target(kind).setSync({ state: 'synced', since });
  }
  const recorded: string[] = [];
  const transactions: number[] = [];
  const recorder = HistoryRecorder.create({
    clusters,
    environments,
    releases: {
      latest: async () => [],
      unfinished: async () => [],
      record: async (entries: ReleaseEntry[]) => {
        const uids = entries.map(({ release }) => release.workload.uid);
        if (uids.some(isRejected)) throw new Error('The row is too long');
        transactions.push(uids.length);
        recorded.push(...uids);
      },
      page: async () => ({ releases: [] }),
      deleteBefore: async () => 0,
    },
    timeline: {
      record: async () => {},
      page: async () => ({ events: [] }),
      deleteBefore: async () => 0,
    },
    clock,
    keptSince: () => '2000-01-01T00:00:00.000Z',
    logger: mockServices.logger.mock(),
  });
  return { clock, store, recorder, recorded, transactions };
}

/** Lets the recorder work through its queue and its pauses. */
async function work(clock: ManualClock): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    await settle();
    await clock.pass(1_000);
  }
}

describe('HistoryRecorder', () => {
  it('records many workloads in few transactions', async () => {
    const { clock, recorder, recorded, transactions } = setUp(120, () => false);
    recorder.start();
    await work(clock);
    expect(new Set(recorded).size).toBe(120);
    expect(transactions).toEqual([50, 50, 20]);
    await recorder.stop();
  });

  it('observes workloads that were deleted while the cluster could not be read, so that they are forgotten', async () => {
    const { clock, store, recorder } = setUp(2, () => false);
    const watcher = jest.spyOn(TimelineWatcher.prototype, 'observe');
    recorder.start();
    await work(clock);
    const since = '2026-01-01T01:00:00Z';
    for (const kind of RELEASE_KINDS) {
      store.target(kind).setSync({ state: 'stale', since });
    }
    store.target('Deployment').remove('w1');
    await work(clock);
    watcher.mockClear();
    for (const kind of RELEASE_KINDS) {
      store.target(kind).setSync({ state: 'synced', since });
    }
    await work(clock);
    expect(watcher).toHaveBeenCalledWith('w1');
    watcher.mockClear();
    for (const kind of RELEASE_KINDS) {
      store.target(kind).setSync({ state: 'stale', since });
      store.target(kind).setSync({ state: 'synced', since });
    }
    await work(clock);
    expect(watcher).toHaveBeenCalledWith('w0');
    expect(watcher).not.toHaveBeenCalledWith('w1');
    watcher.mockRestore();
    await recorder.stop();
  });

  it('records all others when one workload cannot be recorded', async () => {
    const { clock, recorder, recorded } = setUp(120, uid => uid === 'w60');
    recorder.start();
    await work(clock);
    expect(new Set(recorded).size).toBe(119);
    expect(recorder.waiting()).toBe(1);
    await recorder.stop();
  });
});
