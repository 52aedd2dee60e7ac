import { ManualClock } from '../../__testUtils__/ManualClock';
import { cacheOfObjects } from '../../__testUtils__/cacheOfObjects';
import { publicCases } from '../diagnosis/__fixtures__/public';
import { NOW } from '../diagnosis/__fixtures__/public/objects';
import { diagnose } from '../diagnosis/diagnose';
import { nextRecheck } from '../diagnosis/grace';
import { Rechecks } from './Rechecks';

function setUp() {
  const clock = new ManualClock();
  const reported: string[] = [];
  const rechecks = Rechecks.create({
    clusters: {
      cache: cluster => ({
        reportAgain: uid => reported.push(`${cluster} ${uid}`),
      }),
    },
    clock,
  });
  return { clock, reported, rechecks };
}

describe('Rechecks', () => {
  it('reports a workload once, at the earliest time', async () => {
    const { clock, reported, rechecks } = setUp();
    const start = clock.now();
    rechecks.schedule('a', 'orders', start + 5000);
    rechecks.schedule('a', 'orders', start + 3000);
    rechecks.schedule('a', 'orders', start + 9000);
    await clock.pass(2999);
    expect(reported).toEqual([]);
    await clock.pass(1);
    expect(reported).toEqual(['a orders']);
    await clock.pass(20_000);
    expect(reported).toEqual(['a orders']);
  });

  it('reports nothing after it was stopped', async () => {
    const { clock, reported, rechecks } = setUp();
    rechecks.schedule('a', 'orders', clock.now() + 1000);
    rechecks.stop();
    await clock.pass(1000);
    expect(reported).toEqual([]);
  });
});

it('reports a new autoscaler without metrics when its grace time has ended', () => {
  const { objects } =
    publicCases.autoscalers['a new autoscaler has no metrics yet'];
  const cache = cacheOfObjects(objects);
  const snapshot = cache.snapshot(cache.workloadsIn('shop')[0]);
  const rulesAt = (now: number) =>
    diagnose({ ...snapshot, now }).map(({ rule }) => rule);
  const now = Date.parse(NOW);
  const end = nextRecheck(snapshot, now);
  expect(end).toBe(now + 168_000);
  expect(rulesAt(now + 167_999)).toEqual([]);
  expect(rulesAt(now + 168_000)).toEqual(['autoscalerBlind']);
  expect(nextRecheck(snapshot, now + 168_000)).toBeUndefined();
});
