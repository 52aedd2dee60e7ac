import { ConflictError, InputError } from '@backstage/errors';
import { giteaRequest } from './giteaRequest';
import type { GiteaRepository } from './GiteaRepositories';

/** A file as it is to be. */
export interface ProposedFile {
  /** In the repository */
  path: string;
  content: Buffer;
}

/** Where a branch is that is to be proposed. */
export interface ProposedBranch {
  owner: string;
  branch: string;
}

/**
 * Writes files on a branch of its own in one commit. The branch is made where
 * there is none, in a fork where the portal may not write to the repository itself.
 *
 * @throws InputError where the default branch has all of it already, ConflictError
 * where it has a file that is to be new
 */
export async function putOnBranch(
  repository: GiteaRepository,
  change: {
    files: ProposedFile[];
    branch: string;
    message: string;
    author?: { name: string; email: string };
    /** Whether to refuse to change a file that the default branch has */
    isNew?: boolean;
  },
  signal?: AbortSignal,
): Promise<ProposedBranch> {
  const { integration, name, defaultBranch } = repository;
  const { branch, message, author, isNew } = change;
  if (isNew) await refuseKnown(repository, change.files, signal);
  const owner = repository.mayPush
    ? repository.owner
    : await forkOf(repository, signal);
  const place = ['repos', owner, name];
  const hasBranch = await giteaRequest(
    integration,
    [...place, 'branches', ...branch.split('/')],
    { signal },
  );
  const from = hasBranch ? branch : defaultBranch;
  const files: object[] = [];
  for (const file of change.files) {
    const at = [...place, 'contents', ...file.path.split('/')];
    const query = { ref: from };
    const before = await giteaRequest(integration, at, { query, signal });
    const content = file.content.toString('base64');
    if (before && String(before.content).replace(/\s/g, '') === content) {
      continue;
    }
    files.push({
      operation: before ? 'update' : 'create',
      ...{ path: file.path, content },
      ...(before && { sha: before.sha }),
    });
  }
  if (!files.length && !hasBranch) {
    const names = change.files.map(file => file.path).join(', ');
    throw new InputError(
      `${names} is in ${from} already, just so: there is nothing to propose`,
    );
  }
  if (files.length) {
    await giteaRequest(integration, [...place, 'contents'], {
      ...{ method: 'POST', signal },
      body: {
        ...{ files, message, branch: from },
        ...(!hasBranch && { new_branch: branch }),
        ...(author && { author }),
      },
    });
  }
  return { owner, branch };
}

/** @returns the page of the open pull request of a branch, which is made where there is none */
export async function openPullRequest(
  { integration, owner, name, defaultBranch }: GiteaRepository,
  proposed: ProposedBranch,
  texts: { title: string; description?: string },
  signal?: AbortSignal,
): Promise<string> {
  const pulls = ['repos', owner, name, 'pulls'];
  const head =
    proposed.owner === owner
      ? proposed.branch
      : `${proposed.owner}:${proposed.branch}`;
  const open = await giteaRequest(
    integration,
    [...pulls, defaultBranch, head],
    {
      signal,
    },
  );
  if (open?.state === 'open') return String(open.html_url);
  const made = await giteaRequest(integration, pulls, {
    ...{ method: 'POST', signal },
    body: {
      base: defaultBranch,
      head,
      title: texts.title,
      body: texts.description ?? '',
    },
  });
  return String(made?.html_url);
}

/** @throws ConflictError where the default branch has one of the files, be it just so */
async function refuseKnown(
  { integration, owner, name, defaultBranch }: GiteaRepository,
  files: ProposedFile[],
  signal?: AbortSignal,
): Promise<void> {
  const contents = ['repos', owner, name, 'contents'];
  const query = { ref: defaultBranch };
  for (const { path } of files) {
    const at = [...contents, ...path.split('/')];
    if (!(await giteaRequest(integration, at, { query, signal }))) continue;
    throw new ConflictError(
      `${owner}/${name} has a ${path} already: change it there`,
    );
  }
}

/** @returns the owner of the portal's own fork, whose default branch is as the repository's */
async function forkOf(
  { integration, owner, name, defaultBranch }: GiteaRepository,
  signal?: AbortSignal,
): Promise<string> {
  const me = String(
    (await giteaRequest(integration, ['user'], { signal }))?.login,
  );
  const place = ['repos', me, name];
  const known = await giteaRequest(integration, place, { signal });
  if (!known) {
    const forks = ['repos', owner, name, 'forks'];
    await giteaRequest(integration, forks, {
      ...{ method: 'POST', body: {}, signal },
    });
    return me;
  }
  const parent = (known.parent as { full_name?: string } | null)?.full_name;
  if (parent !== `${owner}/${name}`) {
    throw new ConflictError(
      `The portal's account in ${integration.host} may not write to ${owner}/${name}, and its own ${me}/${name} is no fork of it; rename or delete that one`,
    );
  }
  await giteaRequest(integration, [...place, 'merge-upstream'], {
    ...{ method: 'POST', body: { branch: defaultBranch }, signal },
  });
  return me;
}
