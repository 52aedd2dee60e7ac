import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  createTemplateAction,
  serializeDirectoryContents,
} from '@backstage/plugin-scaffolder-node';
import { readFile, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { stringify } from 'yaml';
import { commitAuthor } from './commitAuthor';
import type { GiteaRepositories } from './GiteaRepositories';
import { openPullRequest, commitToBranch } from './giteaPullRequests';
import type { ProposedFile } from './giteaPullRequests';
import { redactUrl } from './redactUrl';

const examples = [
  {
    description: 'Propose a catalog file to the repository of a service',
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open a pull request',
          action: 'delivery:git:propose',
          input: {
            repositoryUrl: 'https://git.harbour.example/harbour/rain-gauge',
            path: 'catalog-info.yaml',
            branch: 'describe-rain-gauge',
            title: 'Add the catalog file of rain-gauge',
          },
        },
      ],
    }),
  },
  {
    description: 'Propose all files of the workspace',
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open a pull request',
          action: 'delivery:git:propose',
          input: {
            repositoryUrl: 'https://git.harbour.example/harbour/rain-gauge',
            path: '.',
            branch: 'bring-in',
            title: 'Add the catalog file and manifests of rain-gauge',
          },
        },
      ],
    }),
  },
];

/**
 * `delivery:git:propose`: opens a pull request with files of the workspace in a
 * Gitea repository. If the portal's account cannot write to the repository, the
 * branch is in the account's own fork. A retry finds the branch and the pull
 * request. GitHub, GitLab and others have actions of their own for this.
 */
export function createGitProposeAction(options: {
  gitea: Pick<GiteaRepositories, 'repository'>;
}) {
  const { gitea } = options;
  return createTemplateAction({
    id: 'delivery:git:propose',
    description: 'Opens a pull request with files in a Gitea repository',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repositoryUrl: z =>
          z.string().url().describe('URL of the repository’s page'),
        path: z =>
          z
            .string()
            .describe(
              'Path of a file or folder, the same in the workspace and the repository; . for the whole workspace',
            ),
        branch: z =>
          z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/)
            .describe('Branch to create or continue; not the default branch'),
        title: z =>
          z
            .string()
            .min(1)
            .describe('Title of the pull request and message of the commit'),
        description: z =>
          z.string().optional().describe('Description of the pull request'),
        failIfExists: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether to fail if the default branch already has one of the files',
            ),
      },
      output: {
        url: z => z.string().describe('URL of the pull request’s page'),
        fileUrl: z =>
          z
            .string()
            .describe('URL of the path after the pull request is merged'),
        repoContentsUrl: z =>
          z
            .string()
            .describe('URL of the default branch’s files, with / at the end'),
      },
    },
    async handler(ctx) {
      const { repositoryUrl, branch, title, description, failIfExists } =
        ctx.input;
      const at = normalizePath(ctx.input.path);
      const files = await filesIn(ctx.workspacePath, at);
      const repository = await gitea.repository(repositoryUrl, ctx.signal);
      if (branch === repository.defaultBranch) {
        throw new InputError(
          `Cannot propose files on ${branch}, because it is the default branch of ${redactUrl(repositoryUrl)}. Set the input 'branch' to another branch.`,
        );
      }
      ctx.output('fileUrl', repository.fileUrl(at));
      ctx.output('repoContentsUrl', repository.fileUrl(''));
      const names = files.map(each => each.path).join(', ');
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would propose ${names} to ${redactUrl(repositoryUrl)}`,
        );
        ctx.output('url', `${redactUrl(repositoryUrl)}/pulls`);
        return;
      }
      const proposed = await commitToBranch(
        repository,
        {
          files,
          branch,
          failIfExists,
          message: title,
          author: commitAuthor(ctx.user),
        },
        ctx.signal,
      );
      const url = await openPullRequest(
        repository,
        proposed,
        { title, description },
        ctx.signal,
      );
      ctx.logger.info(`Proposed ${names}: ${url}`);
      ctx.output('url', url);
    },
  });
}

/** Removes `.` segments and a trailing slash from a path; empty for the whole workspace. */
function normalizePath(path: string): string {
  const normalized = posix.normalize(path).replace(/\/$/, '');
  return normalized === '.' ? '' : normalized;
}

/** @throws InputError if the workspace has no such file, or the folder is empty */
async function filesIn(
  workspace: string,
  root: string,
): Promise<ProposedFile[]> {
  const at = resolveSafeChildPath(workspace, root);
  const found = await stat(at).catch(() => undefined);
  if (found?.isFile()) return [{ path: root, content: await readFile(at) }];
  const inside = found ? await serializeDirectoryContents(at) : [];
  if (!inside.length) {
    throw new InputError(
      `The workspace has no file '${root}'. Add a step before this one that writes it.`,
    );
  }
  return inside
    .map(({ path, content }) => ({ path: posix.join(root, path), content }))
    .sort((a, b) => a.path.localeCompare(b.path));
}
