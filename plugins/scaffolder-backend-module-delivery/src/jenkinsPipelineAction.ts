import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ActionRequest } from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { applyWithRetry, keyOf } from './applyWithRetry';
import type { DeliveryClient } from './DeliveryClient';
import { startedRun, finishedRun } from './followRun';
import type { GiteaRepositories } from './GiteaRepositories';
import type { PushAddress, PushWebhooks } from './PushWebhooks';
import { ensurePushWebhook } from './ensurePushWebhook';

const examples = [
  {
    description: 'Give a service that was registered its pipeline',
    example: stringify({
      steps: [
        {
          id: 'pipeline',
          name: 'Give it a pipeline',
          action: 'delivery:jenkins:pipeline',
          input: {
            entityRef: 'component:default/${{ parameters.name }}',
            repositoryUrl: '${{ steps.publish.output.remoteUrl }}',
            credentialsId: 'git-reader',
            webhook: 'jenkins',
            reason: 'First pipeline of ${{ parameters.name }}',
          },
        },
      ],
    }),
  },
];

/**
 * `delivery:jenkins:pipeline`: makes the job that a service names in its catalog
 * file, as the person who runs the template, has Gitea tell Jenkins of pushes, and
 * follows the first run.
 */
export function createJenkinsPipelineAction(options: {
  delivery: Pick<DeliveryClient, 'act' | 'action' | 'pipelines' | 'run'>;
  gitea: Pick<GiteaRepositories, 'has' | 'place' | 'repository'>;
  webhooks: Pick<PushWebhooks, 'address'>;
}) {
  const { delivery, gitea, webhooks } = options;

  /** @throws InputError for what is no name, and for a repository elsewhere */
  function addressOf(name: string, repositoryUrl: string): PushAddress {
    const cloneUrl = gitea.has(repositoryUrl)
      ? `${gitea.place(repositoryUrl).page}.git`
      : undefined;
    // One address of a repository, whatever was given: another would be told besides.
    const address = webhooks.address(name, cloneUrl ?? repositoryUrl);
    if (cloneUrl) return address;
    throw new InputError(
      `No Gitea in the portal's integrations has ${repositoryUrl}: let the template name no webhook, and have a step of its provider tell Jenkins of pushes, such as github:webhook`,
    );
  }

  /** @returns whether Gitea tells of pushes by now */
  async function tell(
    address: PushAddress,
    repositoryUrl: string,
    logger: Pick<LoggerService, 'info' | 'warn'>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const repository = await gitea.repository(repositoryUrl, signal);
    const { integration, owner, name, mayAdminister } = repository;
    if (!mayAdminister) {
      logger.warn(
        `Pushes to ${owner}/${name} begin no run at once: the portal's account in ${integration.host} may make no webhook there. Have whoever looks after the repository add one that posts to ${address.shown}, with the token besides; until then Jenkins looks once a day`,
      );
      return false;
    }
    const done = await ensurePushWebhook(repository, address, signal);
    logger.info(
      done === 'unchanged'
        ? `${integration.host} tells Jenkins of pushes already`
        : `${integration.host} tells Jenkins of pushes. What takes it back: to delete the webhook in the settings of ${owner}/${name}`,
    );
    return true;
  }

  return createTemplateAction({
    id: 'delivery:jenkins:pipeline',
    description:
      'Makes the multibranch pipeline that a service names in its catalog file, has Gitea tell Jenkins of pushes, and follows the first run until it ends or waits for a person',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z =>
          z
            .string()
            .describe(
              'The service; its annotation jenkins.io/job-full-name says where the pipeline is made',
            ),
        repositoryUrl: z =>
          z
            .string()
            .url()
            .describe(
              'What Git clones the service from: the repository of its catalog file',
            ),
        credentialsId: z =>
          z
            .string()
            .regex(/^[\w.-]{1,255}$/)
            .optional()
            .describe(
              'Of what Jenkins reads the repository with, by its id in Jenkins',
            ),
        scriptPath: z =>
          z
            .string()
            .optional()
            .describe(
              'Of the file that says what a run does; Jenkinsfile by default',
            ),
        webhook: z =>
          z
            .string()
            .optional()
            .describe(
              'Whom Gitea is to tell of pushes, by a name in delivery.git.webhooks; nobody by default',
            ),
        reason: z => z.string().describe('Why, for the audit'),
        waitForRun: z =>
          z
            .boolean()
            .optional()
            .describe('Whether to follow the first run; true by default'),
        timeoutSeconds: z =>
          z
            .number()
            .min(1)
            .max(3600)
            .optional()
            .describe('How long that may take; 1800 by default'),
      },
      output: {
        actionId: z => z.string().optional().describe('Of the audit'),
        jobUrl: z =>
          z.string().optional().describe('Of the pipeline’s page in Jenkins'),
        tellsOfPushes: z =>
          z
            .boolean()
            .optional()
            .describe('Whether the webhook is there, where one was asked for'),
        runId: z =>
          z.string().optional().describe('Of the first run, in the portal'),
        runUrl: z =>
          z.string().optional().describe('Of the first run’s page in Jenkins'),
      },
    },
    async handler(ctx) {
      const { entityRef, repositoryUrl, credentialsId, reason } = ctx.input;
      const { webhook } = ctx.input;
      const { scriptPath = 'Jenkinsfile', waitForRun = true } = ctx.input;
      const { timeoutSeconds: seconds = 1800 } = ctx.input;
      const address =
        webhook === undefined ? undefined : addressOf(webhook, repositoryUrl);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would make the pipeline that ${entityRef} names, of ${scriptPath} in ${repositoryUrl}`,
        );
        if (address) {
          ctx.logger.info(`Would have pushes told to ${address.shown}`);
        }
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      const request: ActionRequest = {
        target: { type: 'service', entityRef },
        action: {
          kind: 'pipeline.create',
          repositoryUrl,
          credentialsId,
          scriptPath,
        },
        reason,
        idempotencyKey: keyOf(ctx.task.id, entityRef, repositoryUrl),
      };
      const made = await ctx.checkpoint({
        key: `delivery.jenkins.pipeline.${entityRef}.${repositoryUrl}`,
        fn: async () => {
          const { id, outcome } = await applyWithRetry(
            delivery,
            request,
            credentials,
            ctx.signal,
          );
          return { id, message: outcome?.message ?? '' };
        },
      });
      ctx.logger.info(`${made.message}. Audit log entry: ${made.id}`);
      ctx.output('actionId', made.id);
      if (address) {
        const isTold = await tell(
          address,
          repositoryUrl,
          ctx.logger,
          ctx.signal,
        );
        ctx.output('tellsOfPushes', isTold);
      }
      if (!waitForRun) return;
      const asked = { entityRef, credentials, signal: ctx.signal };
      const until = Date.now() + seconds * 1000;
      const say = (line: string) => ctx.logger.info(line);
      const { pipeline, run, jobUrl } = await startedRun(
        delivery,
        { ...asked, seconds },
        say,
      );
      ctx.logger.info(`Run ${run.name} of ${pipeline.name} has begun`);
      ctx.output('runId', run.id);
      if (run.url !== undefined) ctx.output('runUrl', run.url);
      if (jobUrl !== undefined) ctx.output('jobUrl', jobUrl);
      const left = Math.max(0, until - Date.now()) / 1000;
      await finishedRun(delivery, { ...asked, seconds: left, id: run.id }, say);
    },
  });
}
