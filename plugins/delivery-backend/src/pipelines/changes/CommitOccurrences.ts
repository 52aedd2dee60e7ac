import type {
  Delivery,
  Release,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { resolveCommit } from './joined';
import type { BuiltRun, JoinInputs, JoinedCommit } from './joined';

/** A release, with the commit that it brought where that is known. */
export interface JoinedRelease {
  release: Release;
  joined?: JoinedCommit;
}

/** What runs now, with its commit where that is known. */
interface JoinedWorkload {
  workload: Workload;
  joined?: JoinedCommit;
}

/** What is known of one environment of a service. */
export interface CommitOccurrences {
  /** Oldest first */
  releases: JoinedRelease[];
  workloads: JoinedWorkload[];
}

/**
 * What was and is in each environment, by its name, joined to commits.
 *
 * @param releases - in any order
 */
export function commitOccurrences(
  runs: BuiltRun[],
  releases: Release[],
  delivery: Delivery,
): Map<string, CommitOccurrences> {
  const knowledge = joinInputs(runs, releases);
  const found = new Map<string, CommitOccurrences>();
  const at = (environment: string): CommitOccurrences => {
    const known = found.get(environment) ?? { releases: [], workloads: [] };
    found.set(environment, known);
    return known;
  };
  const ordered = [...releases].sort((a, b) =>
    a.startedAt < b.startedAt ? -1 : 1,
  );
  for (const release of ordered) {
    const digests = release.images.flatMap(({ digest }) => digest ?? []);
    const joined = resolveCommit({ ...release, digests }, knowledge);
    at(release.environment).releases.push({ release, joined });
  }
  for (const { name, workloads } of delivery.environments) {
    for (const workload of workloads) {
      const digests = workload.images.flatMap(digestOf);
      const joined = resolveCommit({ ...workload, digests }, knowledge);
      at(name).workloads.push({ workload, joined });
    }
  }
  return found;
}

function joinInputs(runs: BuiltRun[], releases: Release[]): JoinInputs {
  const named = releases.flatMap(release =>
    release.commit === undefined
      ? []
      : [{ ...release, commit: release.commit }],
  );
  return {
    runs,
    commitOfDigest: oneEach(
      named.flatMap(({ commit, images }) =>
        images.flatMap(({ digest }) => (digest ? [[digest, commit]] : [])),
      ),
    ),
    commitOfVersion: oneEach(
      named.flatMap(({ commit, version }) =>
        version && version.from !== 'digest' ? [[version.value, commit]] : [],
      ),
    ),
  };
}

// A sidecar's image goes with many commits, and tells of none.
function oneEach(pairs: string[][]): Map<string, string> {
  const found = new Map<string, string>();
  const several = new Set<string>();
  for (const [key, commit] of pairs) {
    const known = found.get(key);
    if (known !== undefined && known !== commit) several.add(key);
    found.set(key, commit);
  }
  several.forEach(key => found.delete(key));
  return found;
}

function digestOf(image: string): string[] {
  const [, digest] = image.split('@');
  return digest ? [digest] : [];
}
