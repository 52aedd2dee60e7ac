import type {
  Delivery,
  Release,
  Software,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { resolveCommit } from './joined';
import type { BuiltRun, JoinInputs, JoinedCommit } from './joined';

/** A release and its commit, if that is known. */
export interface JoinedRelease {
  release: Release;
  joined?: JoinedCommit;
}

/** Software of a workload and its commit, if that is known. */
export interface JoinedSoftware {
  software: Software;
  joined?: JoinedCommit;
}

/** A workload and the commits that it serves. */
export interface JoinedWorkload {
  workload: Workload;
  /** What users reach, the largest share first */
  serving: (JoinedSoftware & { share: number })[];
  /** What the spec asks for */
  target: JoinedSoftware | undefined;
}

/** Releases and workloads of a service in one environment, joined to commits. */
export interface CommitOccurrences {
  /** Oldest first */
  releases: JoinedRelease[];
  workloads: JoinedWorkload[];
  /** Whether the cluster has been read, so that `workloads` is complete */
  isRead: boolean;
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
    const known = found.get(environment) ?? {
      releases: [],
      workloads: [],
      isRead: true,
    };
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
  for (const { name, workloads, sync } of delivery.environments) {
    at(name).isRead &&= ['synced', 'stale'].includes(sync.state);
    for (const workload of workloads) {
      at(name).workloads.push(joinWorkload(workload, inputs));
    }
  }
  return found;
}

function joinWorkload(workload: Workload, inputs: JoinInputs): JoinedWorkload {
  const join = (software: Software): JoinedSoftware => {
    const digests = software.images.flatMap(digestOf);
    return {
      software,
      joined: resolveCommit({ ...software, digests }, inputs),
    };
  };
  const target = workload.target ?? workload.serving.at(0);
  return {
    workload,
    serving: workload.serving.map(each => ({
      ...join(each),
      share: each.share,
    })),
    target: target && join(target),
  };
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
