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
 * What is to be recorded of a workload, given what was seen of it and what is
 * recorded already; pure. What was seen gets what only the records still know,
 * and releases that a later one has replaced unnoticed are closed. A release
 * that is over belongs to whom its workload named then.
 *
 * @param seen - oldest first
 * @param claims - of the workload, now
 * @param known - the workload's latest records
 * @param watchedSince - ISO time since when no change of the cluster was missed
 */
export function reconcileReleases(options: {
  seen: RecordedRelease[];
  claims: OwnershipLabels;
  known: ReleaseEntry[];
  watchedSince: string;
}): ReleaseEntry[] {
  const { seen, claims, known, watchedSince } = options;
  const newest = seen.at(-1);
  if (!newest) return [];
  const knownById = new Map(known.map(entry => [entry.release.id, entry]));
  const entries = seen.map((release): ReleaseEntry => {
    const recorded = knownById.get(release.id);
    const isOver = release !== newest && recorded && isClaim(recorded.claims);
    const completed = complete(release, known);
    return {
      claims: isOver ? recorded.claims : claims,
      release: recorded
        ? mergeReleases(recorded.release, completed)
        : completed,
    };
  });
  const seenIds = new Set(seen.map(({ id }) => id));
  const unseen = known.filter(({ release }) => !seenIds.has(release.id));
  return [...unseen, ...entries]
    .map(entry => closeReplaced(entry, newest, watchedSince))
    .filter(entry => !isSame(entry, knownById.get(entry.release.id)));
}

function closeReplaced(
  { release, claims }: ReleaseEntry,
  newest: RecordedRelease,
  watchedSince: string,
): ReleaseEntry {
  const isReplaced =
    release.outcome.state === 'in-progress' &&
    release.to.number < newest.to.number;
  if (!isReplaced) return { release, claims };
  const outcome: ReleaseOutcome =
    release.startedAt >= watchedSince
      ? superseded({ ...newest.to, startedAt: newest.startedAt })
      : { state: 'unknown', ...releaseExplanation('replacedUnseen') };
  return { claims, release: { ...release, outcome } };
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

function isClaim({ id, entity }: OwnershipLabels): boolean {
  return id !== undefined || entity !== undefined;
}

// Texts, because a field that is absent and one that is undefined are the same.
function isSame(a: ReleaseEntry, b: ReleaseEntry | undefined): boolean {
  const text = (entry?: ReleaseEntry) =>
    JSON.stringify([entry?.release, entry?.claims]);
  return text(a) === text(b);
}
