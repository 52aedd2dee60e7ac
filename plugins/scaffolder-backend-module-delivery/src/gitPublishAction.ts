import { isError } from '@backstage/errors';
import {
  createTemplateAction,
  getRepoSourceDirectory,
} from '@backstage/plugin-scaffolder-node';
import type { initRepoAndPush } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { authorOf } from './authorOf';
import { isSameName } from './GiteaRepositories';
import type { GiteaRepositories } from './GiteaRepositories';
import type { GitPusher } from './GitPusher';
import type { GitServers } from './GitServers';

const examples = [
  {
    description: 'Make a private repository of what steps before have written',
    example: stringify({
      steps: [
        {
          id: 'publish',
          name: 'Make the repository',
          action: 'delivery:git:publish',
          input: {
            repositoryUrl: 'https://git.harbour.example/harbour/rain-gauge',
            description: 'Measures the rain at the quay',
            team: 'port-operations',
            message: 'Begin rain-gauge',
          },
        },
      ],
    }),
  },
  {
    description: 'Give an empty repository its first commit, by SSH',
    example: stringify({
      steps: [
        {
          id: 'publish',
          name: 'Write the repository',
          action: 'delivery:git:publish',
          input: {
            repositoryUrl: 'ssh://git@git.port.example/harbour/rain-gauge.git',
            message: 'Begin rain-gauge',
          },
        },
      ],
    }),
  },
];

/**
 * `delivery:git:publish`: makes a repository in Gitea with the workspace as its
 * first commit, by the person who runs the template. Elsewhere it gives that
 * commit to an empty repository, which the provider's own action has made. Run
 * again, it goes on with what it has made itself, and takes no other repository.
 */
export function createGitPublishAction(options: {
  gitea: Pick<
    GiteaRepositories,
    'has' | 'place' | 'make' | 'letTeam' | 'protect'
  >;
  push: typeof initRepoAndPush;
  servers: Pick<GitServers, 'remote'>;
  pusher: Pick<GitPusher, 'push'>;
  now?: () => number;
}) {
  const { gitea, push, servers, pusher, now = Date.now } = options;
  return createTemplateAction({
    id: 'delivery:git:publish',
    description:
      'Makes a repository in Gitea with the workspace as its first commit, or gives that commit to an empty repository elsewhere',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repositoryUrl: z =>
          z
            .string()
            .url()
            .describe(
              'Of the repository’s page in Gitea, as it will be; elsewhere, what git pushes to, by https or ssh',
            ),
        description: z =>
          z
            .string()
            .optional()
            .describe('Of the repository, for its page in Gitea'),
        message: z => z.string().min(1).describe('Of the first commit'),
        defaultBranch: z =>
          z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/)
            .optional()
            .describe('Its name; main by default'),
        isPublic: z =>
          z
            .boolean()
            .optional()
            .describe('Whether whoever reaches Gitea may read it'),
        team: z =>
          z
            .string()
            .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/)
            .optional()
            .describe(
              'Of the organization in Gitea, by its name, that is to write to it; else only who may write to all of the organization’s',
            ),
        sourcePath: z =>
          z
            .string()
            .optional()
            .describe('Folder of the workspace; all of it by default'),
      },
      output: {
        remoteUrl: z => z.string().describe('What git clones from'),
        repoContentsUrl: z =>
          z
            .string()
            .optional()
            .describe(
              'Of the pages of its files, with / at the end; known of Gitea, GitHub and GitLab',
            ),
        commitHash: z => z.string().optional().describe('Of the first commit'),
      },
    },
    async handler(ctx) {
      const {
        repositoryUrl,
        description = '',
        message,
        defaultBranch = 'main',
        isPublic = false,
        team,
        sourcePath,
      } = ctx.input;
      const dir = getRepoSourceDirectory(ctx.workspacePath, sourcePath);
      if (!gitea.has(repositoryUrl)) {
        const remote = servers.remote(repositoryUrl);
        const filesUrl = remote.filesUrl?.(defaultBranch);
        ctx.output('remoteUrl', remote.url);
        if (filesUrl) ctx.output('repoContentsUrl', filesUrl);
        if (ctx.isDryRun) {
          ctx.logger.info(`Would push to ${remote.url}`);
          return;
        }
        // Of the same time, the commit is the same when this is tried again.
        const time = await ctx.checkpoint({
          key: `delivery.publish.time.${remote.url}`,
          fn: async () => now(),
        });
        const gitFolder = await ctx.createTemporaryDirectory();
        const commitHash = await ctx.checkpoint({
          key: `delivery.publish.push.${remote.url}`,
          fn: async () =>
            pusher.push(
              remote,
              {
                ...{ folder: dir, gitFolder, branch: defaultBranch },
                ...{ message, author: authorOf(ctx.user), time },
              },
              ctx.signal,
            ),
        });
        ctx.logger.info(`Pushed the first commit, ${commitHash}`);
        ctx.logger.info(
          `Git alone can neither protect ${defaultBranch} nor say who may read it: look at both in ${remote.host}`,
        );
        if (team !== undefined) {
          ctx.logger.warn(
            `Nor can it let the team ${team} write to it: do so in ${remote.host}`,
          );
        }
        ctx.output('commitHash', commitHash);
        return;
      }
      const place = gitea.place(repositoryUrl);
      const { integration, owner, name, page } = place;
      ctx.output('remoteUrl', `${page}.git`);
      ctx.output('repoContentsUrl', `${page}/src/branch/${defaultBranch}/`);
      if (ctx.isDryRun) {
        const whose =
          team === undefined ? '' : `, for its team ${team} to write to`;
        ctx.logger.info(
          `Would make ${owner}/${name} in ${integration.host}${whose}`,
        );
        return;
      }
      await ctx.checkpoint({
        key: `delivery.publish.make.${page}`,
        fn: async () => {
          const isPrivate = !isPublic;
          await gitea.make(
            place,
            { description, defaultBranch, isPrivate },
            ctx.signal,
          );
          return page;
        },
      });
      ctx.logger.info(`Made ${page}. What takes it back: to delete it there`);
      try {
        if (team !== undefined) {
          const writers = await gitea.letTeam(place, team, ctx.signal);
          ctx.logger.info(
            `Who may write to it: the teams ${writers.join(', ')} of ${owner}`,
          );
          if (!writers.some(each => isSameName(each, team))) {
            ctx.logger.warn(
              `The team ${team} may see it and not write to it: have an owner of ${owner} give that team the right to write code`,
            );
          }
        }
        const commitHash = await ctx.checkpoint({
          key: `delivery.publish.push.${page}`,
          fn: async () => {
            const pushed = await push({
              dir,
              remoteUrl: `${page}.git`,
              auth: {
                // With a token as password, any name will do.
                username: integration.username ?? 'token',
                password: integration.password ?? '',
              },
              logger: ctx.logger,
              defaultBranch,
              commitMessage: message,
              gitAuthorInfo: authorOf(ctx.user),
            });
            return pushed.commitHash;
          },
        });
        ctx.logger.info(`Pushed the first commit, ${commitHash}`);
        ctx.output('commitHash', commitHash);
        await gitea.protect(place, defaultBranch, ctx.signal);
      } catch (error) {
        throw new Error(
          `${page} was made and is not finished: ${isError(error) ? error.message : error}. Try this task again, which goes on with it, or delete the repository`,
        );
      }
    },
  });
}
