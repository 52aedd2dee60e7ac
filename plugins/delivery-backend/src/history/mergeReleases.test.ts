import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { ReleaseOutcome } from '@fairway/backstage-plugin-delivery-common';
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

const look: fc.Arbitrary<RecordedRelease> = fc
  .record({
    outcome: fc.constantFrom(...outcomes),
    firstReadyAt: fc.constantFrom(undefined, '2026-01-01T00:00:10.000Z'),
    digest: fc.constantFrom(undefined, 'sha256:1'),
    rebuilt: fc.boolean(),
  })
  .map(({ digest, ...rest }) => ({
    id: 'x',
    cluster: 'a',
    namespace: 'dev',
    workload: { kind: 'Deployment', name: 'orders', uid: 'w' },
    to: { number: 2, name: 'orders-2', uid: 'r2' },
    images: [{ container: 'orders', image: 'orders:2', digest }],
    cause: { how: 'unknown' },
    startedAt: '2026-01-01T00:00:00.000Z',
    ...rest,
  }));

describe('mergeReleases', () => {
  it('gives the same whoever looks first, and however often', () => {
    fc.assert(
      fc.property(fc.array(look, { minLength: 1 }), looks => {
        const merged = looks.reduce(mergeReleases);
        expect(looks.toReversed().reduce(mergeReleases)).toEqual(merged);
        expect([...looks, ...looks].reduce(mergeReleases)).toEqual(merged);
      }),
    );
  });
});
