import { ConflictError, InputError } from '@backstage/errors';
import { giteaRequest } from './giteaRequest';
import type { GiteaRepository } from './GiteaRepositories';

/** A file with its proposed content. */
export interface ProposedFile {
  /** Path of the file in the repository */
  path: string;
  content: Buffer;
}

/** Branch of a pull request. */
export interface ProposedBranch {
  /** Owner of the repository or fork that has the branch */
  owner: string;
  branch: string;
}

/**
 * Commits files to a branch in one commit. Creates the branch if it does not exist.
 * If the portal's account has no write access to the repository, the branch is in
 * the account's own fork.
 *
 * @throws InputError if the default branch already has the same files
 * @throws ConflictError if `failIfExists` is set and the default branch has one of
 * the files
 */
export async function commitToBranch(
  repository: GiteaRepository,
  change: {
    files: ProposedFile[];
    branch: string;
    message: string;
    author?: { name: string; email: string };
    /** Whether to fail if the default branch has one of the files */
    failIfExists?: boolean;
  },
  signal?: AbortSignal,
): Promise<ProposedBranch> {
  const { integration, name, defaultBranch } = repository;
  const { branch, message, author, failIfExists } = change;
  if (failIfExists) await assertFilesAreNew(repository, change.files, signal);
  const owner = repository.canPush
    ? repository.owner
    : await ensureFork(repository, signal);
  const apiPath = ['repos', owner, name];
  const hasBranch = await giteaRequest(
    integration,
    [...apiPath, 'branches', ...branch.split('/')],
    { signal },
  );
  const from = hasBranch ? branch : defaultBranch;
  const files: object[] = [];
  for (const file of change.files) {
    const at = [...apiPath, 'contents', ...file.path.split('/')];
    const query = { ref: from };
    const before = await giteaRequest(integration, at, { query, signal });
    const content = file.content.toString('base64');
    if (before && String(before.content).replace(/\s/g, '') === content) {
      continue;
    }
    files.push({
      operation: before ? 'update' : 'create',
      path: file.path,
      content,
      ...(before && { sha: before.sha }),
    });
  }
  if (!files.length && !hasBranch) {
    const names = change.files.map(file => file.path).join(', ');
    throw new InputError(
      `There is nothing to propose: ${from} already has the same content of ${names}`,
    );
  }
  if (files.length) {
    await giteaRequest(integration, [...apiPath, 'contents'], {
      method: 'POST',
      signal,
      body: {
        files,
        message,
        branch: from,
        ...(!hasBranch && { new_branch: branch }),
        ...(author && { author }),
      },
    });
  }
  return { owner, branch };
}

/**
 * Opens a pull request for a branch, unless there is an open one.
 *
 * @returns the URL of the pull request's page
 */
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
  const created = await giteaRequest(integration, pulls, {
    method: 'POST',
    signal,
    body: {
      base: defaultBranch,
      head,
      title: texts.title,
      body: texts.description ?? '',
    },
  });
  return String(created?.html_url);
}

/** @throws ConflictError if the default branch has one of the files, even with the same content */
async function assertFilesAreNew(
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
      `${owner}/${name} already has the file ${path}. Change it there.`,
    );
  }
}

/**
 * Creates the portal account's fork of a repository, or brings the default branch of
 * an existing fork up to date.
 *
 * @returns the owner of the fork
 */
async function ensureFork(
  { integration, owner, name, defaultBranch }: GiteaRepository,
  signal?: AbortSignal,
): Promise<string> {
  const account = String(
    (await giteaRequest(integration, ['user'], { signal }))?.login,
  );
  const apiPath = ['repos', account, name];
  const known = await giteaRequest(integration, apiPath, { signal });
  if (!known) {
    const forks = ['repos', owner, name, 'forks'];
    await giteaRequest(integration, forks, {
      method: 'POST',
      body: {},
      signal,
    });
    return account;
  }
  const parent = (known.parent as { full_name?: string } | null)?.full_name;
  if (parent !== `${owner}/${name}`) {
    throw new ConflictError(
      `The portal's account in ${integration.host} has no write access to ${owner}/${name}, and its own repository ${account}/${name} is not a fork of it. Rename or delete ${account}/${name}.`,
    );
  }
  await giteaRequest(integration, [...apiPath, 'merge-upstream'], {
    method: 'POST',
    body: { branch: defaultBranch },
    signal,
  });
  return account;
}
