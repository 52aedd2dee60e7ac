import type {
  Commit,
  RunChange,
} from '@fairway/backstage-plugin-delivery-common';
import type { JenkinsBuild, JenkinsChange } from './builds';
import { isSameRepository } from './repository';

const MAX_FILES = 100;

type Changes = Pick<JenkinsBuild, 'changeSet' | 'changeSets'>;

/**
 * The commit that a run built. In order of how sure it is: what a multibranch
 * project says that it built, the branch's own commit or the change request's;
 * what was checked out of the service's repository; what was checked out and is
 * among the changes; the first that was checked out and is no shared library,
 * which Jenkins checks out too.
 *
 * @see https://github.com/jenkinsci/git-plugin/blob/master/src/main/java/hudson/plugins/git/util/BuildData.java
 * @param repository - an address in the service's repository
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
    // Of a change request `hash` may be a merge that exists in Jenkins alone
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

/** What Git checked out, but for libraries, as far as Jenkins or their names tell. */
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
      url
        .replace(/(\.git)?\/*$/, '')
        .split(/[/:]/)
        .at(-1),
    ) || /\b(shared-)?(pipeline-)?librar(y|ies)\b/i.test(url);
  const others = all.filter(({ remotes }) => !remotes.some(isLibrary));
  return others.length ? others : all;
}

/** The commits that a run was the first to build, newest first. */
export function changesOf({ changeSet, changeSets }: Changes): RunChange[] {
  return [changeSet, ...(changeSets ?? [])]
    .flatMap(set => set?.items ?? [])
    .flatMap(changeOf)
    .map((change, index) => ({ change, index }))
    .sort(
      (a, b) =>
        (b.change.at ?? '').localeCompare(a.change.at ?? '') ||
        // Git's plugin has the oldest first
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
      ...(at && { at: new Date(at).toISOString() }),
      files: [...(item.affectedPaths ?? [])].sort().slice(0, MAX_FILES),
    },
  ];
}

/** In milliseconds; Jenkins has -1 where it does not know. */
function timeOf({ timestamp, date }: JenkinsChange): number | undefined {
  if (timestamp && timestamp > 0) return timestamp;
  const at = Date.parse(date ?? '');
  return at > 0 ? at : undefined;
}
