import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type {
  ReleaseCause,
  ReleaseOutcome,
} from '@fairway/backstage-plugin-delivery-common';
import fc from 'fast-check';
import { mergeReleases } from './mergeReleases';
import type { RecordedRelease } from './recordedRelease';

const outcomes: ReleaseOutcome[] = [
  { state: 'in-progress', ...releaseExplanation('underway') },
  { state: 'unknown', ...releaseExplanation('replacedUnseen') },
  {
    state: 'superseded',
    endedAt: '2026-01-01T00:01:00.000Z',
    ...releaseExplanation('replaced', { number: 3 }),
  },
  {
    state: 'failed',
    endedAt: '2026-01-01T00:00:50.000Z',
    ...releaseExplanation('deadlineExceeded', { message: 'timed out' }),
  },
  {
    state: 'completed',
    endedAt: '2026-01-01T00:00:40.000Z',
    ...releaseExplanation('everyPodAvailable'),
  },
];

const release: RecordedRelease = {
  id: 'x',
  cluster: 'a',
  namespace: 'dev',
  workload: { kind: 'Deployment', name: 'orders', uid: 'w' },
  to: { number: 2, name: 'orders-2', uid: 'r2' },
  images: [{ container: 'orders', image: 'orders:2' }],
  cause: { how: 'unknown' },
  startedAt: '2026-01-01T00:00:00.000Z',
  outcome: outcomes[0],
  reconstructed: false,
};

const observation: fc.Arbitrary<RecordedRelease> = fc
  .record({
    outcome: fc.constantFrom(...outcomes),
    firstReadyAt: fc.constantFrom(undefined, '2026-01-01T00:00:10.000Z'),
    digest: fc.constantFrom(undefined, 'sha256:1'),
    reconstructed: fc.boolean(),
  })
  .map(({ digest, ...rest }) => ({
    ...release,
    images: [{ container: 'orders', image: 'orders:2', digest }],
    ...rest,
  }));

type State = ReleaseOutcome['state'];

function withOutcome(state: State): RecordedRelease {
  const outcome = outcomes.find(each => each.state === state);
  if (!outcome) throw new Error(`No outcome has the state ${state}`);
  return { ...release, outcome };
}

describe('mergeReleases', () => {
  it('gives the same result in any order and with repetitions', () => {
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1 }), observations => {
        const merged = observations.reduce(mergeReleases);
        expect(observations.toReversed().reduce(mergeReleases)).toEqual(merged);
        expect(
          [...observations, ...observations].reduce(mergeReleases),
        ).toEqual(merged);
      }),
    );
  });

  it.each<[State, State, State]>([
    ['in-progress', 'unknown', 'unknown'],
    ['in-progress', 'superseded', 'superseded'],
    ['in-progress', 'failed', 'failed'],
    ['in-progress', 'completed', 'completed'],
    ['unknown', 'superseded', 'superseded'],
    ['unknown', 'failed', 'failed'],
    ['unknown', 'completed', 'completed'],
    ['superseded', 'failed', 'failed'],
    ['superseded', 'completed', 'completed'],
    // A rollout past its deadline may still complete.
    ['failed', 'completed', 'completed'],
  ])('merges the outcomes %s and %s to %s', (a, b, winner) => {
    const { outcome } = withOutcome(winner);
    expect(mergeReleases(withOutcome(a), withOutcome(b)).outcome).toEqual(
      outcome,
    );
    expect(mergeReleases(withOutcome(b), withOutcome(a)).outcome).toEqual(
      outcome,
    );
  });

  it('keeps the recorded outcome when both have the same state', () => {
    const later: RecordedRelease = {
      ...release,
      outcome: {
        state: 'completed',
        endedAt: '2026-01-01T09:00:00.000Z',
        ...releaseExplanation('everyPodAvailable'),
      },
    };
    const recorded = withOutcome('completed');
    expect(mergeReleases(recorded, later).outcome).toEqual(recorded.outcome);
  });

  it('adds what the record lacks, and keeps what it has', () => {
    const cause: ReleaseCause = {
      how: 'actor',
      actor: 'user:default/ada',
      manager: 'fairway',
    };
    const known: RecordedRelease = { ...release, commit: 'abc' };
    const observed: RecordedRelease = {
      ...release,
      from: { number: 1, name: 'orders-1', uid: 'r1' },
      commit: 'def',
      cause,
      firstReadyAt: '2026-01-01T00:00:10.000Z',
    };
    expect(mergeReleases(known, observed)).toMatchObject({
      from: observed.from,
      commit: 'abc',
      cause,
      firstReadyAt: observed.firstReadyAt,
    });
  });

  it('is not reconstructed once an observation saw the rollout itself', () => {
    const reconstructed = { ...release, reconstructed: true };
    expect(mergeReleases(reconstructed, release).reconstructed).toBe(false);
    expect(mergeReleases(reconstructed, reconstructed).reconstructed).toBe(
      true,
    );
  });
});
