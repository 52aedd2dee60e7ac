import type { ReleaseState } from '@fairway/backstage-plugin-delivery-common';
import type { RecordedRelease } from './recordedRelease';

/** States by precedence, the lowest first: a final outcome replaces a provisional one. */
const BY_PRECEDENCE: ReleaseState[] = [
  'in-progress',
  'unknown',
  'superseded',
  'failed',
  'completed',
];

/** Precedence of an outcome's state: of two outcomes of a release, the higher one wins. */
export function outcomePrecedence(state: ReleaseState): number {
  return BY_PRECEDENCE.indexOf(state);
}

/**
 * Merges two observations of one release; pure. The result does not depend on
 * the order of observations, so replicas can record in any order: the outcome
 * with the higher precedence wins, and a known value is never lost.
 */
export function mergeReleases(
  known: RecordedRelease,
  observed: RecordedRelease,
): RecordedRelease {
  const hasPrecedence =
    outcomePrecedence(observed.outcome.state) >
    outcomePrecedence(known.outcome.state);
  const buildUrl = known.buildUrl ?? observed.buildUrl;
  return {
    ...known,
    ...(buildUrl !== undefined && { buildUrl }),
    from: known.from ?? observed.from,
    images: known.images.map((image, index) => ({
      ...image,
      digest: image.digest ?? observed.images.at(index)?.digest,
    })),
    version: known.version ?? observed.version,
    commit: known.commit ?? observed.commit,
    cause: known.cause.how === 'unknown' ? observed.cause : known.cause,
    changeCause: known.changeCause ?? observed.changeCause,
    firstReadyAt: known.firstReadyAt ?? observed.firstReadyAt,
    outcome: hasPrecedence ? observed.outcome : known.outcome,
    rollbackTo:
      known.rollbackTo || observed.rollbackTo
        ? { ...observed.rollbackTo, ...known.rollbackTo }
        : undefined,
    reconstructed: known.reconstructed && observed.reconstructed,
  };
}
