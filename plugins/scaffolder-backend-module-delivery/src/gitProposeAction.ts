import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  createTemplateAction,
  serializeDirectoryContents,
} from '@backstage/plugin-scaffolder-node';
import { readFile, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { stringify } from 'yaml';
import { authorOf } from './authorOf';
import type { GiteaRepositories } from './GiteaRepositories';
import { openPullRequest, putOnBranch } from './giteaPullRequests';
import type { ProposedFile } from './giteaPullRequests';

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
            title: 'Describe rain-gauge',
          },
        },
      ],
    }),
  },
  {
    description: 'Propose all that the steps before have written',
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
            title: 'Describe rain-gauge, and say how it runs',
          },
        },
      ],
    }),
  },
];

/**
 * `delivery:git:propose`: proposes files to a repository in Gitea, as a pull
 * request, from the portal's own fork where its account only reads. Run again, it
 * finds what it has done. GitHub, GitLab and others have
 * actions of their own for this.
 */
export function createGitProposeAction(options: {
  gitea: Pick<GiteaRepositories, 'repository'>;
}) {
  const { gitea } = options;
  return createTemplateAction({
    id: 'delivery:git:propose',
    description: 'Proposes files to a repository in Gitea, as a pull request',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repositoryUrl: z =>
          z.string().url().describe('Of the repository’s page'),
        path: z =>
          z
            .string()
            .describe(
              'Of a file, or a folder of files, in the workspace and the repository; . for all of it',
            ),
        branch: z =>
          z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/)
            .describe('To make, or to go on with; not the default branch'),
        title: z => z.string().min(1).describe('Of commit and pull request'),
        description: z => z.string().optional().describe('Of the pull request'),
        isNew: z =>
          z
            .boolean()
            .optional()
            .describe(
              'To refuse where the default branch has one of the files',
            ),
      },
      output: {
        url: z => z.string().describe('Of the pull request’s page'),
        fileUrl: z =>
          z.string().describe('Of the path, once the request is merged'),
        repoContentsUrl: z =>
          z.string().describe('Of the default branch, with a slash at its end'),
      },
    },
    async handler(ctx) {
      const { repositoryUrl, branch, title, description, isNew } = ctx.input;
      const at = placeOf(ctx.input.path);
      const files = await filesIn(ctx.workspacePath, at);
      const repository = await gitea.repository(repositoryUrl, ctx.signal);
      if (branch === repository.defaultBranch) {
        throw new InputError(
          `${branch} is the default branch of ${repositoryUrl}, which nothing is written to but what a pull request has: let the template name another branch`,
        );
      }
      ctx.output('fileUrl', repository.fileUrl(at));
      ctx.output('repoContentsUrl', repository.fileUrl(''));
      const names = files.map(each => each.path).join(', ');
      if (ctx.isDryRun) {
        ctx.logger.info(`Would propose ${names} to ${repositoryUrl}`);
        ctx.output('url', `${repositoryUrl}/pulls`);
        return;
      }
      const proposed = await putOnBranch(
        repository,
        {
          ...{ files, branch, isNew },
          message: title,
          author: authorOf(ctx.user),
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

/** A path without what says nothing; empty for the whole. */
function placeOf(given: string): string {
  const place = posix.normalize(given).replace(/\/$/, '');
  return place === '.' ? '' : place;
}

/** @throws InputError where there is none */
async function filesIn(
  workspace: string,
  place: string,
): Promise<ProposedFile[]> {
  const at = resolveSafeChildPath(workspace, place);
  const found = await stat(at).catch(() => undefined);
  if (found?.isFile()) return [{ path: place, content: await readFile(at) }];
  const inside = found ? await serializeDirectoryContents(at) : [];
  if (!inside.length) {
    throw new InputError(
      `The workspace has no file '${place}'; a step before this one has to write it`,
    );
  }
  return inside
    .map(({ path, content }) => ({ path: posix.join(place, path), content }))
    .sort((a, b) => a.path.localeCompare(b.path));
}
