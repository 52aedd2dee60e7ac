import { trimEndOf, isoTime } from '@fairway/backstage-plugin-delivery-common';
import type {
  Commit,
  RunChange,
} from '@fairway/backstage-plugin-delivery-common';
import type { JenkinsBuild, JenkinsChange } from './builds';
import { isSameRepository } from './repository';

const MAX_FILES = 100;

type Changes = Pick<JenkinsBuild, 'changeSet' | 'changeSets'>;

/**
 * Returns the commit that a run built. Sources in the order of precedence:
 *
 * 1. the revision that a multibranch project reports for the branch or change request
 * 2. the checkout of the service's repository
 * 3. a checkout whose commit is among the changes
 * 4. the first checkout that is not a shared library
 *
 * @see https://github.com/jenkinsci/git-plugin/blob/master/src/main/java/hudson/plugins/git/util/BuildData.java
 * @param repository - URL of the service's repository, or of a path in it
 */
export function commitOf(
  build: Pick<JenkinsBuild, 'actions'> & Changes,
  repository: string | undefined,
): Commit | undefined {
  const hash = hashOf(build, repository);
  if (!hash) return undefined;
  const change = changesOf(build).find(each => each.hash === hash);
  if (!change) return { hash };
  const { files: _, ...commit } = change;
  return commit;
}

function hashOf(
  build: Pick<JenkinsBuild, 'actions'> & Changes,
  repository: string | undefined,
): string | undefined {
  for (const { revision } of build.actions) {
    // For a change request, `hash` may be a merge commit that exists only in Jenkins
    const hash = revision?.pullHash || revision?.hash;
    if (hash) return hash;
  }
  const checkouts = checkoutsOf(build);
  const own = checkouts.find(
    ({ remotes }) =>
      repository && remotes.some(each => isSameRepository(each, repository)),
  );
  if (own) return own.hash;
  const changed = new Set(changesOf(build).map(({ hash }) => hash));
  return (checkouts.find(({ hash }) => changed.has(hash)) ?? checkouts.at(0))
    ?.hash;
}

/** Returns the Git checkouts of a build without shared libraries, which are detected by Jenkins' data or their names. */
export function checkoutsOf({ actions }: Pick<JenkinsBuild, 'actions'>) {
  const all = actions.flatMap(({ lastBuiltRevision, remoteUrls }) => {
    const remotes = (remoteUrls ?? []).flatMap(url => url ?? []);
    const hash = lastBuiltRevision?.SHA1;
    return hash ? [{ hash, remotes }] : [];
  });
  const libraries = new Set(
    actions.flatMap(each => each.libraries?.map(({ name }) => name) ?? []),
  );
  const isLibrary = (url: string) =>
    libraries.has(
      trimEndOf(url, '/')
        .replace(/\.git$/, '')
        .split(/[/:]/)
        .at(-1),
    ) || /\b(shared-)?(pipeline-)?librar(y|ies)\b/i.test(url);
  const others = all.filter(({ remotes }) => !remotes.some(isLibrary));
  return others.length ? others : all;
}

/** Returns the commits that a run was the first to build, newest first. */
export function changesOf({ changeSet, changeSets }: Changes): RunChange[] {
  return [changeSet, ...(changeSets ?? [])]
    .flatMap(set => set?.items ?? [])
    .flatMap(changeOf)
    .map((change, index) => ({ change, index }))
    .sort(
      (a, b) =>
        (b.change.at ?? '').localeCompare(a.change.at ?? '') ||
        // The Git plugin lists the oldest first
        b.index - a.index,
    )
    .map(({ change }) => change);
}

function changeOf(item: JenkinsChange): RunChange[] {
  const hash = item.commitId || item.id;
  if (!hash) return [];
  const message = item.msg || item.comment?.split('\n', 1)[0];
  const name = item.author?.fullName;
  const at = timeOf(item);
  return [
    {
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
    },
  ];
}

/** Time of a commit in milliseconds; Jenkins reports -1 if it is unknown. */
function timeOf({ timestamp, date }: JenkinsChange): number | undefined {
  if (timestamp && timestamp > 0) return timestamp;
  const at = Date.parse(date ?? '');
  return at > 0 ? at : undefined;
}
