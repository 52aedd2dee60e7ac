import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { authorOf } from './authorOf';
import type { GiteaClient } from './GiteaClient';

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
];

/**
 * `delivery:git:propose`: proposes one file to a repository in Gitea, as a pull
 * request, from the portal's own fork where its account only reads. Run again, it
 * finds what it has done. GitHub, GitLab and others have
 * actions of their own for this.
 */
export function createGitProposeAction(options: {
  gitea: Pick<GiteaClient, 'repository' | 'putOnBranch' | 'pullRequest'>;
}) {
  const { gitea } = options;
  return createTemplateAction({
    id: 'delivery:git:propose',
    description: 'Proposes a file to a repository in Gitea, as a pull request',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repositoryUrl: z =>
          z.string().url().describe('Of the repository’s page'),
        path: z =>
          z
            .string()
            .describe('Of the file, in the workspace and the repository'),
        branch: z =>
          z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/)
            .describe('To make, or to go on with'),
        title: z => z.string().min(1).describe('Of commit and pull request'),
        description: z => z.string().optional().describe('Of the pull request'),
        isNew: z =>
          z
            .boolean()
            .optional()
            .describe('To refuse where the default branch has the file'),
      },
      output: {
        url: z => z.string().describe('Of the pull request’s page'),
        fileUrl: z =>
          z.string().describe('Of the file, once the request is merged'),
      },
    },
    async handler(ctx) {
      const { repositoryUrl, path, branch, title, description, isNew } =
        ctx.input;
      const content = await readFile(
        resolveSafeChildPath(ctx.workspacePath, path),
      ).catch(() => {
        throw new InputError(
          `The workspace has no file '${path}'; a step before this one has to write it`,
        );
      });
      const repository = await gitea.repository(repositoryUrl);
      if (ctx.isDryRun) {
        ctx.logger.info(`Would propose ${path} to ${repositoryUrl}`);
        ctx.output('url', `${repositoryUrl}/pulls`);
        ctx.output('fileUrl', repository.fileUrl(path));
        return;
      }
      const proposed = await gitea.putOnBranch(repository, {
        path,
        content,
        branch,
        message: title,
        isNew,
        author: authorOf(ctx.user),
      });
      const url = await gitea.pullRequest(repository, proposed, {
        title,
        description,
      });
      ctx.logger.info(`Proposed ${path}: ${url}`);
      ctx.output('url', url);
      ctx.output('fileUrl', repository.fileUrl(path));
    },
  });
}
