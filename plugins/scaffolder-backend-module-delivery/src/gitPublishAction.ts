import { isError } from '@backstage/errors';
import {
  createTemplateAction,
  getRepoSourceDirectory,
} from '@backstage/plugin-scaffolder-node';
import type { initRepoAndPush } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { commitAuthor } from './commitAuthor';
import { isSameName } from './GiteaRepositories';
import type { GiteaRepositories } from './GiteaRepositories';
import type { GitPusher } from './GitPusher';
import type { GitServers } from './GitServers';
import { trimFullStop } from './trimFullStop';

const examples = [
  {
    description: 'Create a private repository from the workspace',
    example: stringify({
      steps: [
        {
          id: 'publish',
          name: 'Create the repository',
          action: 'delivery:git:publish',
          input: {
            repositoryUrl: 'https://git.harbour.example/harbour/rain-gauge',
            description: 'Measures the rain at the quay',
            team: 'port-operations',
            message: 'Create rain-gauge',
          },
        },
      ],
    }),
  },
  {
    description: 'Push the first commit to an empty repository over SSH',
    example: stringify({
      steps: [
        {
          id: 'publish',
          name: 'Push the first commit',
          action: 'delivery:git:publish',
          input: {
            repositoryUrl: 'ssh://git@git.port.example/harbour/rain-gauge.git',
            message: 'Create rain-gauge',
          },
        },
      ],
    }),
  },
];

/**
 * `delivery:git:publish`: creates a repository in Gitea with the workspace as its
 * first commit. The user who runs the template is the author. On other servers, it
 * pushes that commit to an empty repository that another action has created. If the
 * task is retried, the action continues with the repository that it created itself
 * and never uses an existing one.
 */
export function createGitPublishAction(options: {
  gitea: Pick<
    GiteaRepositories,
    | 'has'
    | 'repositoryRef'
    | 'createRepository'
    | 'grantTeamAccess'
    | 'protectBranch'
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
      'Creates a repository in Gitea with the workspace as its first commit, or pushes that commit to an empty repository on another server',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repositoryUrl: z =>
          z
            .string()
            .url()
            .describe(
              'In Gitea, URL of the repository’s page; on other servers, URL that git pushes to over HTTPS or SSH',
            ),
        description: z =>
          z
            .string()
            .optional()
            .describe('Description of the repository in Gitea'),
        message: z => z.string().min(1).describe('Message of the first commit'),
        defaultBranch: z =>
          z
            .string()
            .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/)
            .optional()
            .describe('Name of the default branch; main by default'),
        isPublic: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether the repository in Gitea is public; private by default',
            ),
        team: z =>
          z
            .string()
            .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/)
            .optional()
            .describe(
              'Team of the Gitea organization that gets access to the repository; without it, only teams with access to all repositories of the organization',
            ),
        sourcePath: z =>
          z
            .string()
            .optional()
            .describe(
              'Folder of the workspace to publish; the whole workspace by default',
            ),
      },
      output: {
        remoteUrl: z => z.string().describe('URL that git clones from'),
        repoContentsUrl: z =>
          z
            .string()
            .optional()
            .describe(
              'URL of the default branch’s files, with / at the end; only for Gitea, GitHub and GitLab',
            ),
        commitHash: z =>
          z.string().optional().describe('Hash of the first commit'),
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
        // With the same time, a retry creates the same commit.
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
                folder: dir,
                gitFolder,
                branch: defaultBranch,
                message,
                author: commitAuthor(ctx.user),
                time,
              },
              ctx.signal,
            ),
        });
        ctx.logger.info(`Pushed the first commit, ${commitHash}`);
        ctx.logger.info(
          `Check the protection of ${defaultBranch} and the visibility of the repository on ${remote.host}: Git cannot set them`,
        );
        if (team !== undefined) {
          ctx.logger.warn(
            `Git cannot give the team ${team} access to the repository. Do so on ${remote.host}.`,
          );
        }
        ctx.output('commitHash', commitHash);
        return;
      }
      const ref = gitea.repositoryRef(repositoryUrl);
      const { integration, owner, name, page } = ref;
      ctx.output('remoteUrl', `${page}.git`);
      ctx.output('repoContentsUrl', `${page}/src/branch/${defaultBranch}/`);
      if (ctx.isDryRun) {
        const access =
          team === undefined ? '' : ` and give the team ${team} access to it`;
        ctx.logger.info(
          `Would create ${owner}/${name} in ${integration.host}${access}`,
        );
        return;
      }
      await ctx.checkpoint({
        key: `delivery.publish.make.${page}`,
        fn: async () => {
          const isPrivate = !isPublic;
          await gitea.createRepository(
            ref,
            { description, defaultBranch, isPrivate },
            ctx.signal,
          );
          return page;
        },
      });
      ctx.logger.info(`Created ${page}. To undo this, delete it in Gitea.`);
      try {
        if (team !== undefined) {
          const writers = await gitea.grantTeamAccess(ref, team, ctx.signal);
          ctx.logger.info(
            `Teams of ${owner} with write access: ${writers.join(', ')}`,
          );
          if (!writers.some(each => isSameName(each, team))) {
            ctx.logger.warn(
              `The team ${team} can read the repository but not write to it. Ask an owner of ${owner} to give the team write access to code.`,
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
                // Gitea accepts any user name if the password is a token.
                username: integration.username ?? 'token',
                password: integration.password ?? '',
              },
              logger: ctx.logger,
              defaultBranch,
              commitMessage: message,
              gitAuthorInfo: commitAuthor(ctx.user),
            });
            return pushed.commitHash;
          },
        });
        ctx.logger.info(`Pushed the first commit, ${commitHash}`);
        ctx.output('commitHash', commitHash);
        await gitea.protectBranch(ref, defaultBranch, ctx.signal);
      } catch (error) {
        const reason = isError(error) ? error.message : String(error);
        throw new Error(
          `${page} was created, but publishing failed: ${trimFullStop(reason)}. Retry the task to continue, or delete the repository.`,
        );
      }
    },
  });
}
