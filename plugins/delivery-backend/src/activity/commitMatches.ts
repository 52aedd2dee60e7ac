import type {
  Commit,
  CommitMatch,
  CommitRelease,
  Release,
} from '@fairway/backstage-plugin-delivery-common';
import { isSameCommit } from '../pipelines';
import type { FoundStoredRun } from '../pipelines';

/** A run and the service that it belongs to. */
export interface ServiceRun {
  entityRef: string;
  found: FoundStoredRun;
}

/** A commit or version of a service, with what is recorded of it. */
export interface RecordedCommit {
  entityRef: string;
  hash?: string;
  version?: string;
  /** Newest first */
  releases: Release[];
  /** Newest first */
  runs: FoundStoredRun[];
}

/**
 * Groups releases and runs by service and commit, by version if there is no commit;
 * those with the newest release or run first. Pure.
 *
 * @param releases - newest first
 * @param runs - newest first
 */
export function recordedCommits(
  releases: Release[],
  runs: ServiceRun[],
): RecordedCommit[] {
  const found: RecordedCommit[] = [];
  const commitOf = (entityRef: string, hash: string | undefined) =>
    found.find(
      each =>
        each.entityRef === entityRef &&
        hash !== undefined &&
        each.hash !== undefined &&
        isSameCommit(each.hash, hash),
    );
  for (const release of releases) {
    const { entityRef, commit: hash } = release;
    const version = release.version?.value;
    const known =
      commitOf(entityRef, hash) ??
      found.find(
        each =>
          each.entityRef === entityRef &&
          hash === undefined &&
          each.version === version,
      );
    if (known) known.releases.push(release);
    else
      found.push({ entityRef, hash, version, releases: [release], runs: [] });
  }
  for (const { entityRef, found: run } of runs) {
    const hash = run.run.commit?.hash;
    if (hash === undefined) continue;
    const known = commitOf(entityRef, hash);
    if (known) {
      known.runs.push(run);
      // A pod template may name only the start of the hash.
      known.hash = hash;
    } else found.push({ entityRef, hash, releases: [], runs: [run] });
  }
  return found.sort((a, b) => (newestOf(a) < newestOf(b) ? 1 : -1));
}

/** A recorded commit as the API returns it, without its state in environments. Pure. */
export function commitMatch(
  { entityRef, hash, version, releases, runs }: RecordedCommit,
  title: string,
): CommitMatch {
  const [newest] = runs;
  const commit: Commit | undefined =
    newest?.run.commit ?? (hash === undefined ? undefined : { hash });
  return {
    entityRef,
    title,
    ...(commit && { commit }),
    ...(version !== undefined && { version }),
    releases: newestInEnvironments(releases),
    ...(newest && { run: { id: newest.id, name: newest.run.name } }),
  };
}

function newestInEnvironments(releases: Release[]): CommitRelease[] {
  const newest = new Map<string, CommitRelease>();
  for (const { environment, id, startedAt, outcome } of releases) {
    if (newest.has(environment)) continue;
    newest.set(environment, {
      environment,
      releaseId: id,
      startedAt,
      state: outcome.state,
    });
  }
  return [...newest.values()];
}

function newestOf({ releases, runs }: RecordedCommit): string {
  const times = [
    ...releases.slice(0, 1).map(({ startedAt }) => startedAt),
    ...runs.slice(0, 1).map(({ run }) => run.startedAt),
  ];
  return times.sort().at(-1) ?? '';
}
