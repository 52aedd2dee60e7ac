import { mergeReleases } from './mergeReleases';
import type { OwnershipLabels, RecordedRelease } from './recordedRelease';

/** The most releases of one workload that wait to be recorded. */
const MOST = 20;

/** What was seen of a workload's releases and is not recorded yet. */
export interface PendingReleases {
  /** Of the workload, then */
  claims: OwnershipLabels;
  /** Oldest first */
  releases: RecordedRelease[];
  /** Whether it was the first look: then all that the cluster remembers is new */
  isFirst: boolean;
  /** ISO time since when no change of the cluster was missed */
  watchedSince: string;
}

/** Two sightings of one workload as one; pure. */
export function mergePendingReleases(
  earlier: PendingReleases,
  later: PendingReleases,
): PendingReleases {
  return {
    ...later,
    releases: mergeReleaseLists(earlier.releases, later.releases).slice(-MOST),
    isFirst: earlier.isFirst || later.isFirst,
  };
}

/** Releases of one workload, each once, oldest first; pure. */
export function mergeReleaseLists(
  earlier: RecordedRelease[],
  later: RecordedRelease[],
): RecordedRelease[] {
  const byId = new Map(earlier.map(release => [release.id, release]));
  for (const release of later) {
    const known = byId.get(release.id);
    byId.set(release.id, known ? mergeReleases(known, release) : release);
  }
  return [...byId.values()].sort((a, b) => a.to.number - b.to.number);
}
