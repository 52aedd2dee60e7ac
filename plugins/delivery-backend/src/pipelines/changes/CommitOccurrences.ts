import type {
  Delivery,
  Release,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { resolveCommit } from './joined';
import type { BuiltRun, JoinInputs, JoinedCommit } from './joined';

/** A release and its commit, if that is known. */
export interface JoinedRelease {
  release: Release;
  joined?: JoinedCommit;
}

/** A workload and the commit that it runs, if that is known. */
interface JoinedWorkload {
  workload: Workload;
  joined?: JoinedCommit;
}

/** Releases and workloads of a service in one environment, joined to commits. */
export interface CommitOccurrences {
  /** Oldest first */
  releases: JoinedRelease[];
  workloads: JoinedWorkload[];
}

/**
 * Joins the releases and workloads of each environment to commits, by name of
 * the environment.
 *
 * @param releases - in any order
 */
export function commitOccurrences(
  runs: BuiltRun[],
  releases: Release[],
  delivery: Delivery,
): Map<string, CommitOccurrences> {
  const inputs = joinInputs(runs, releases);
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
    const joined = resolveCommit({ ...release, digests }, inputs);
    at(release.environment).releases.push({ release, joined });
  }
  for (const { name, workloads } of delivery.environments) {
    for (const workload of workloads) {
      const digests = workload.images.flatMap(digestOf);
      const joined = resolveCommit({ ...workload, digests }, inputs);
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
    commitOfDigest: unambiguous(
      named.flatMap(({ commit, images }) =>
        images.flatMap(({ digest }) => (digest ? [[digest, commit]] : [])),
      ),
    ),
    commitOfVersion: unambiguous(
      named.flatMap(({ commit, version }) =>
        version && version.from !== 'digest' ? [[version.value, commit]] : [],
      ),
    ),
  };
}

// The image of a sidecar belongs to many commits and identifies none.
function unambiguous(pairs: string[][]): Map<string, string> {
  const found = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const [key, commit] of pairs) {
    const known = found.get(key);
    if (known !== undefined && known !== commit) ambiguous.add(key);
    found.set(key, commit);
  }
  ambiguous.forEach(key => found.delete(key));
  return found;
}

function digestOf(image: string): string[] {
  const [, digest] = image.split('@');
  return digest ? [digest] : [];
}
