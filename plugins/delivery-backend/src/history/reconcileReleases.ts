import { releaseExplanation } from '@fairway/backstage-plugin-delivery-common';
import type { ReleaseOutcome } from '@fairway/backstage-plugin-delivery-common';
import { superseded } from './describeReleases';
import { mergeReleases } from './mergeReleases';
import type {
  OwnershipLabels,
  RecordedRelease,
  ReleaseEntry,
} from './recordedRelease';

/**
 * Compares observed releases of a workload with the recorded ones, and returns
 * those to record; pure. Observed releases get values that only the records still
 * have. Releases that were replaced without an observation are closed. Releases
 * that have ended keep the ownership labels of their time.
 *
 * @param observed - observed releases, oldest first
 * @param ownership - ownership labels of the workload now
 * @param known - latest records of the workload
 * @param watchedSince - ISO time since which no change of the cluster has been missed
 */
export function reconcileReleases(options: {
  observed: RecordedRelease[];
  ownership: OwnershipLabels;
  known: ReleaseEntry[];
  watchedSince: string;
}): ReleaseEntry[] {
  const { observed, ownership, known, watchedSince } = options;
  const newest = observed.at(-1);
  if (!newest) return [];
  const knownById = new Map(known.map(entry => [entry.release.id, entry]));
  const entries = observed.map((release): ReleaseEntry => {
    const recorded = knownById.get(release.id);
    const hasEnded =
      release !== newest && recorded && isOwned(recorded.ownership);
    const completed = complete(release, known);
    return {
      ownership: hasEnded ? recorded.ownership : ownership,
      release: recorded
        ? mergeReleases(recorded.release, completed)
        : completed,
    };
  });
  const observedIds = new Set(observed.map(({ id }) => id));
  const others = known.filter(({ release }) => !observedIds.has(release.id));
  return [...others, ...entries]
    .map(entry => closeReplaced(entry, newest, watchedSince))
    .filter(entry => !isSame(entry, knownById.get(entry.release.id)));
}

function closeReplaced(
  { release, ownership }: ReleaseEntry,
  newest: RecordedRelease,
  watchedSince: string,
): ReleaseEntry {
  const isReplaced =
    release.outcome.state === 'in-progress' &&
    release.to.number < newest.to.number;
  if (!isReplaced) return { release, ownership };
  const outcome: ReleaseOutcome =
    release.startedAt >= watchedSince
      ? superseded({ ...newest.to, startedAt: newest.startedAt })
      : { state: 'unknown', ...releaseExplanation('replacedUnseen') };
  return { ownership, release: { ...release, outcome } };
}

function complete(
  release: RecordedRelease,
  known: ReleaseEntry[],
): RecordedRelease {
  const earlier = known
    .map(entry => entry.release)
    .filter(({ to }) => to.number < release.to.number)
    .sort((a, b) => b.to.number - a.to.number);
  const same = earlier.find(({ to }) => to.uid === release.to.uid);
  return {
    ...release,
    from: release.from ?? earlier.at(0)?.to,
    rollbackTo:
      release.rollbackTo || same
        ? {
            ...(same && { releaseId: same.id, number: same.to.number }),
            ...release.rollbackTo,
          }
        : undefined,
  };
}

function isOwned({ id, entity }: OwnershipLabels): boolean {
  return id !== undefined || entity !== undefined;
}

// Compared as JSON, because an absent field equals an undefined one.
function isSame(a: ReleaseEntry, b: ReleaseEntry | undefined): boolean {
  const text = (entry?: ReleaseEntry) =>
    JSON.stringify([entry?.release, entry?.ownership]);
  return text(a) === text(b);
}
