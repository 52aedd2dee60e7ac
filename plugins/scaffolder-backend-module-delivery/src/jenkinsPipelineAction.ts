import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ActionRequest } from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { applyWithRetry, keyOf } from './applyWithRetry';
import type { DeliveryClient } from './DeliveryClient';
import { waitForRunStart, waitForRunEnd } from './followRun';
import type { GiteaRepositories } from './GiteaRepositories';
import type { PushWebhookUrl, PushWebhooks } from './PushWebhooks';
import { ensurePushWebhook } from './ensurePushWebhook';
import { redactUrl } from './redactUrl';

const examples = [
  {
    description: 'Create the pipeline of a registered service',
    example: stringify({
      steps: [
        {
          id: 'pipeline',
          name: 'Create the pipeline',
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
 * `delivery:jenkins:pipeline`: creates the job that a service names in its catalog file,
 * with the permissions of the user who runs the template. It adds a webhook to Gitea
 * that notifies Jenkins of pushes, and follows the first run.
 */
export function createJenkinsPipelineAction(options: {
  delivery: Pick<DeliveryClient, 'act' | 'action' | 'pipelines' | 'run'>;
  gitea: Pick<GiteaRepositories, 'has' | 'repositoryRef' | 'repository'>;
  webhooks: Pick<PushWebhooks, 'urlFor'>;
}) {
  const { delivery, gitea, webhooks } = options;

  /** @throws InputError for an unknown webhook, and for a repository that is not in Gitea */
  function webhookUrlFor(name: string, repositoryUrl: string): PushWebhookUrl {
    const cloneUrl = gitea.has(repositoryUrl)
      ? `${gitea.repositoryRef(repositoryUrl).page}.git`
      : undefined;
    // Always the clone URL, because another form would add a second webhook.
    const webhookUrl = webhooks.urlFor(name, cloneUrl ?? repositoryUrl);
    if (cloneUrl) return webhookUrl;
    throw new InputError(
      `Cannot add a webhook: ${repositoryUrl} is not on a Gitea server of the portal's integrations. Remove the input 'webhook' from the template, and use an action of its provider, such as github:webhook.`,
    );
  }

  /** @returns whether the webhook exists now */
  async function addWebhook(
    webhookUrl: PushWebhookUrl,
    repositoryUrl: string,
    logger: Pick<LoggerService, 'info' | 'warn'>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const repository = await gitea.repository(repositoryUrl, signal);
    const { integration, owner, name, canAdminister } = repository;
    if (!canAdminister) {
      logger.warn(
        `Cannot add a webhook to ${owner}/${name}: the portal's account in ${integration.host} is not an administrator of the repository. Ask an administrator to add a webhook that posts to ${webhookUrl.redactedUrl}, with the token. Until then, Jenkins detects pushes within a day.`,
      );
      return false;
    }
    const result = await ensurePushWebhook(repository, webhookUrl, signal);
    logger.info(
      result === 'unchanged'
        ? `${integration.host} already notifies Jenkins of pushes`
        : `${integration.host} now notifies Jenkins of pushes. To undo this, delete the webhook in the settings of ${owner}/${name}.`,
    );
    return true;
  }

  return createTemplateAction({
    id: 'delivery:jenkins:pipeline',
    description:
      'Creates the multibranch pipeline that a service names in its catalog file, adds a webhook to Gitea that notifies Jenkins of pushes, and follows the first run until it finishes or waits for a person',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z =>
          z
            .string()
            .describe(
              'Ref of the service; its annotation jenkins.io/job-full-name names the job to create',
            ),
        repositoryUrl: z =>
          z
            .string()
            .url()
            .describe(
              'URL that git clones the service from: the repository of its catalog file',
            ),
        credentialsId: z =>
          z
            .string()
            .regex(/^[\w.-]{1,255}$/)
            .optional()
            .describe(
              'Id of the Jenkins credential that reads the repository; not needed for a public repository',
            ),
        scriptPath: z =>
          z
            .string()
            .optional()
            .describe(
              'Path of the pipeline script in the repository; Jenkinsfile by default',
            ),
        webhook: z =>
          z
            .string()
            .optional()
            .describe(
              'Name of the webhook in delivery.git.webhooks that Gitea notifies of pushes; none by default',
            ),
        reason: z => z.string().describe('Reason, for the audit log'),
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
            .describe('Timeout of the first run in seconds; 1800 by default'),
      },
      output: {
        actionId: z =>
          z.string().optional().describe('Id of the audit log entry'),
        jobUrl: z =>
          z.string().optional().describe('URL of the job’s page in Jenkins'),
        webhookReady: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether the webhook exists; only set with the input webhook',
            ),
        runId: z =>
          z.string().optional().describe('The portal’s id of the first run'),
        runUrl: z =>
          z
            .string()
            .optional()
            .describe('URL of the first run’s page in Jenkins'),
      },
    },
    async handler(ctx) {
      const { entityRef, repositoryUrl, credentialsId, reason } = ctx.input;
      const { webhook } = ctx.input;
      const { scriptPath = 'Jenkinsfile', waitForRun = true } = ctx.input;
      const { timeoutSeconds: seconds = 1800 } = ctx.input;
      const webhookUrl =
        webhook === undefined
          ? undefined
          : webhookUrlFor(webhook, repositoryUrl);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would create the pipeline that ${entityRef} names, from ${scriptPath} in ${redactUrl(repositoryUrl)}`,
        );
        if (webhookUrl) {
          ctx.logger.info(`Would notify ${webhookUrl.redactedUrl} of pushes`);
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
      const created = await ctx.checkpoint({
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
      ctx.logger.info(`${created.message}. Audit log entry: ${created.id}`);
      ctx.output('actionId', created.id);
      if (webhookUrl) {
        const isReady = await addWebhook(
          webhookUrl,
          repositoryUrl,
          ctx.logger,
          ctx.signal,
        );
        ctx.output('webhookReady', isReady);
      }
      if (!waitForRun) return;
      const runOptions = { entityRef, credentials, signal: ctx.signal };
      const until = Date.now() + seconds * 1000;
      const log = (line: string) => ctx.logger.info(line);
      const { pipeline, run, jobUrl } = await waitForRunStart(
        delivery,
        { ...runOptions, seconds },
        log,
      );
      ctx.logger.info(`Run ${run.name} of ${pipeline.name} has started`);
      ctx.output('runId', run.id);
      if (run.url !== undefined) ctx.output('runUrl', run.url);
      if (jobUrl !== undefined) ctx.output('jobUrl', jobUrl);
      const left = Math.max(0, until - Date.now()) / 1000;
      await waitForRunEnd(
        delivery,
        { ...runOptions, seconds: left, id: run.id },
        log,
      );
    },
  });
}
