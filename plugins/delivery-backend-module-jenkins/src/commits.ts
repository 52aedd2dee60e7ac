import { trimEndOf, isoTime } from '@fairway/backstage-plugin-delivery-common';
import type {
  Commit,
  RunChange,
} from '@fairway/backstage-plugin-delivery-common';
import { Repositories } from '@fairway/backstage-plugin-delivery-node';
import type { JenkinsBuild, JenkinsChange } from './builds';

const MAX_FILES = 100;

type Changes = Pick<JenkinsBuild, 'changeSet' | 'changeSets'>;

/** Compares addresses of repositories; see {@link Repositories}. */
export type SameRepository = Pick<Repositories, 'isSame'>;

/** A Git checkout of a build. */
interface Checkout {
  hash: string;
  remotes: string[];
}

/**
 * Returns the commit that a run built. Sources in the order of precedence:
 *
 * 1. the revision that a multibranch project reports for the branch or change request
 * 2. the checkout of the service's repository
 * 3. the only repository that is not a shared library
 * 4. the only one of the repositories whose commit is among the changes
 *
 * Undefined if several repositories remain, because the commit of another one would be
 * wrong.
 *
 * @see https://github.com/jenkinsci/git-plugin/blob/master/src/main/java/hudson/plugins/git/util/BuildData.java
 * @param repository - URL of the service's repository, or of a path in it
 */
export function commitOf(
  build: Pick<JenkinsBuild, 'actions'> & Changes,
  repository: string | undefined,
  repositories: SameRepository = Repositories.withoutConfig(),
): Commit | undefined {
  const hash = hashOf(build, repository, repositories);
  if (!hash) return undefined;
  const change = changesOf(build).find(each => each.hash === hash);
  if (!change) return { hash };
  const { files: _, ...commit } = change;
  return commit;
}

function hashOf(
  build: Pick<JenkinsBuild, 'actions'> & Changes,
  repository: string | undefined,
  repositories: SameRepository,
): string | undefined {
  for (const { revision } of build.actions) {
    // For a change request, `hash` may be a merge commit that exists only in Jenkins
    const hash = revision?.pullHash || revision?.hash;
    if (hash) return hash;
  }
  // The service itself may be a library, or be called one
  const own = allCheckouts(build).find(
    ({ remotes }) =>
      repository && remotes.some(each => repositories.isSame(each, repository)),
  );
  if (own) return own.hash;
  const checkouts = checkoutsOf(build);
  const only = onlyRepository(checkouts, repositories);
  if (only) return only.hash;
  const changed = new Set(changesOf(build).map(({ hash }) => hash));
  return onlyRepository(
    checkouts.filter(({ hash }) => changed.has(hash)),
    repositories,
  )?.hash;
}

/** Returns the first checkout if all are of one repository. */
function onlyRepository(
  checkouts: Checkout[],
  repositories: SameRepository,
): Checkout | undefined {
  const first = checkouts.at(0);
  const isFirst = ({ hash, remotes }: Checkout) =>
    hash === first?.hash ||
    remotes.some(remote =>
      first?.remotes.some(
        each => each === remote || repositories.isSame(each, remote),
      ),
    );
  return checkouts.every(isFirst) ? first : undefined;
}

function allCheckouts({ actions }: Pick<JenkinsBuild, 'actions'>): Checkout[] {
  return actions.flatMap(({ lastBuiltRevision, remoteUrls }) => {
    const hash = lastBuiltRevision?.SHA1;
    return hash ? [{ hash, remotes: remoteUrls ?? [] }] : [];
  });
}

/** Names of repositories of shared libraries, by convention. */
const LIBRARY =
  /\blibrar(?:y|ies)\b|(?:shared|pipeline|jenkins|global)[-_]?libs?\b/i;

/** Returns the Git checkouts of a build without shared libraries, which are detected by Jenkins' data or their names. */
export function checkoutsOf(build: Pick<JenkinsBuild, 'actions'>): Checkout[] {
  const all = allCheckouts(build);
  const libraries = new Set(
    build.actions.flatMap(
      each => each.libraries?.map(({ name }) => name) ?? [],
    ),
  );
  const isLibrary = (url: string) =>
    libraries.has(
      trimEndOf(url, '/')
        .replace(/\.git$/, '')
        .split(/[/:]/)
        .at(-1),
    ) || LIBRARY.test(url);
  const others = all.filter(({ remotes }) => !remotes.some(isLibrary));
  return others.length ? others : all;
}

/** Returns the commits that a run was the first to build, newest first, each once. */
export function changesOf({ changeSet, changeSets }: Changes): RunChange[] {
  const changes = new Map<string, RunChange>();
  for (const item of [changeSet, ...(changeSets ?? [])].flatMap(
    set => set?.items ?? [],
  )) {
    const change = changeOf(item);
    if (!change) continue;
    const key = keyOf(change);
    const known = changes.get(key);
    // A commit is listed again for each checkout of its repository.
    changes.set(key, known ? mergeChange(known, change) : change);
  }
  return [...changes.values()]
    .map((change, index) => ({ change, index }))
    .sort(
      (a, b) =>
        (b.change.at ?? '').localeCompare(a.change.at ?? '') ||
        // The Git plugin lists the oldest first
        b.index - a.index,
    )
    .map(({ change }) => change);
}

/** Identifies a commit. The hash of Git is enough, but two Subversion repositories may have the same revision. */
function keyOf({ hash, message, at }: RunChange): string {
  return /^[0-9a-f]{40,64}$/i.test(hash)
    ? hash
    : JSON.stringify([hash, message, at]);
}

function mergeChange(known: RunChange, again: RunChange): RunChange {
  const files = [...new Set([...known.files, ...again.files])].sort();
  return { ...again, ...known, files: files.slice(0, MAX_FILES) };
}

function changeOf(item: JenkinsChange): RunChange | undefined {
  const hash = item.commitId || item.id;
  if (!hash) return undefined;
  const message = item.msg || item.comment?.split('\n', 1)[0];
  const name = item.author?.fullName;
  const at = timeOf(item);
  return {
    hash,
    ...(message && { message }),
    ...(name && {
      author: {
        name,
        ...(item.authorEmail && { email: item.authorEmail }),
      },
    }),
    ...(at && { at: isoTime(at) }),
    files: [...(item.affectedPaths ?? [])].sort().slice(0, MAX_FILES),
  };
}

/** Time of a commit in milliseconds; Jenkins reports -1 if it is unknown. */
function timeOf({ timestamp, date }: JenkinsChange): number | undefined {
  if (timestamp && timestamp > 0) return timestamp;
  const at = Date.parse(date ?? '');
  return at > 0 ? at : undefined;
}
