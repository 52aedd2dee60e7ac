import type { ReleaseState } from '@fairway/backstage-plugin-delivery-common';
import type { RecordedRelease } from './recordedRelease';

/** What is known better stands to the right. */
const BY_KNOWLEDGE: ReleaseState[] = [
  'in-progress',
  'unknown',
  'superseded',
  'failed',
  'completed',
];

/** How much an outcome tells; the more of two stands. */
export function joinInputs(state: ReleaseState): number {
  return BY_KNOWLEDGE.indexOf(state);
}

/**
 * What two looks at one release tell together; pure. The order in which two
 * replicas look does not change what becomes of it: an outcome gives way only
 * to one that is known better, and what was found out stays.
 */
export function mergeReleases(
  known: RecordedRelease,
  seen: RecordedRelease,
): RecordedRelease {
  const isBetter =
    joinInputs(seen.outcome.state) > joinInputs(known.outcome.state);
  const buildUrl = known.buildUrl ?? seen.buildUrl;
  return {
    ...known,
    ...(buildUrl !== undefined && { buildUrl }),
    from: known.from ?? seen.from,
    images: known.images.map((image, index) => ({
      ...image,
      digest: image.digest ?? seen.images.at(index)?.digest,
    })),
    version: known.version ?? seen.version,
    commit: known.commit ?? seen.commit,
    cause: known.cause.how === 'unknown' ? seen.cause : known.cause,
    changeCause: known.changeCause ?? seen.changeCause,
    firstReadyAt: known.firstReadyAt ?? seen.firstReadyAt,
    outcome: isBetter ? seen.outcome : known.outcome,
    wentBack:
      known.wentBack || seen.wentBack
        ? { ...seen.wentBack, ...known.wentBack }
        : undefined,
    rebuilt: known.rebuilt && seen.rebuilt,
  };
}
