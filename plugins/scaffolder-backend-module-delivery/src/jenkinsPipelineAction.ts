import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ActionRequest } from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { actUntilDone, keyOf } from './actUntilDone';
import type { DeliveryClient } from './DeliveryClient';
import { runBegun, runOver } from './followRun';

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
            reason: 'First pipeline of ${{ parameters.name }}',
          },
        },
      ],
    }),
  },
];

/**
 * `delivery:jenkins:pipeline`: makes the job that a service names in its catalog
 * file, as the person who runs the template, and follows its first run.
 */
export function createJenkinsPipelineAction(options: {
  delivery: Pick<DeliveryClient, 'act' | 'pipelines' | 'run'>;
}) {
  const { delivery } = options;
  return createTemplateAction({
    id: 'delivery:jenkins:pipeline',
    description:
      'Makes the multibranch pipeline that a service names in its catalog file, and follows its first run until it ends or waits for a person',
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
        runId: z =>
          z.string().optional().describe('Of the first run, in the portal'),
        runUrl: z =>
          z.string().optional().describe('Of the first run’s page in Jenkins'),
      },
    },
    async handler(ctx) {
      const { entityRef, repositoryUrl, credentialsId, reason } = ctx.input;
      const { scriptPath = 'Jenkinsfile', waitForRun = true } = ctx.input;
      const { timeoutSeconds: seconds = 1800 } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would make the pipeline that ${entityRef} names, of ${scriptPath} in ${repositoryUrl}`,
        );
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      const request: ActionRequest = {
        entityRef,
        action: {
          kind: 'createPipeline',
          repositoryUrl,
          credentialsId,
          scriptPath,
        },
        reason,
        idempotencyKey: keyOf(ctx.task.id, entityRef, repositoryUrl),
      };
      const made = await ctx.checkpoint({
        key: `delivery.jenkins.pipeline.${entityRef}`,
        fn: async () => {
          const { id, message = '' } = await actUntilDone(
            delivery,
            request,
            credentials,
          );
          return { id, message };
        },
      });
      ctx.logger.info(
        `${made.message}; audit entry ${made.id}. What takes it back: to delete it there`,
      );
      ctx.output('actionId', made.id);
      if (!waitForRun) return;
      const asked = { entityRef, credentials, signal: ctx.signal };
      const until = Date.now() + seconds * 1000;
      const tell = (line: string) => ctx.logger.info(line);
      const { pipeline, run, jobUrl } = await runBegun(
        delivery,
        { ...asked, seconds },
        tell,
      );
      ctx.logger.info(`Run ${run.name} of ${pipeline.name} has begun`);
      ctx.output('runId', run.id);
      if (run.url !== undefined) ctx.output('runUrl', run.url);
      if (jobUrl !== undefined) ctx.output('jobUrl', jobUrl);
      const left = Math.max(0, until - Date.now()) / 1000;
      await runOver(delivery, { ...asked, seconds: left, id: run.id }, tell);
    },
  });
}
