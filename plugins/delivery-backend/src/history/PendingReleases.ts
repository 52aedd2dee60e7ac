import { mergeReleases } from './mergeReleases';
import type { OwnershipLabels, RecordedRelease } from './recordedRelease';

/** Maximum number of releases of one workload that wait to be recorded. */
const MAX_RELEASES = 20;

/** Observed releases of a workload that are not recorded yet. */
export interface PendingReleases {
  /** Ownership labels of the workload at the latest observation */
  ownership: OwnershipLabels;
  /** Oldest first */
  releases: RecordedRelease[];
  /** Whether this is the first observation: then all releases in the cluster are new */
  isFirst: boolean;
  /** ISO time since which no change of the cluster has been missed */
  watchedSince: string;
}

/** Merges pending releases of one workload; pure. */
export function mergePendingReleases(
  earlier: PendingReleases,
  later: PendingReleases,
): PendingReleases {
  return {
    ...later,
    releases: mergeReleaseLists(earlier.releases, later.releases).slice(
      -MAX_RELEASES,
    ),
    isFirst: earlier.isFirst || later.isFirst,
  };
}

/** Merges releases of one workload: each once, oldest first; pure. */
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
