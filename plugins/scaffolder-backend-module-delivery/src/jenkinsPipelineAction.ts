import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  ActionRequest,
  Pipeline,
  ServicePipelines,
} from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { actUntilDone, keyOf } from './actUntilDone';
import type { DeliveryClient } from './DeliveryClient';
import { waitFor } from './waiting';

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
 * file, as the person who runs the template, and waits for its first run.
 */
export function createJenkinsPipelineAction(options: {
  delivery: Pick<DeliveryClient, 'act' | 'pipelines'>;
}) {
  const { delivery } = options;
  return createTemplateAction({
    id: 'delivery:jenkins:pipeline',
    description:
      'Makes the multibranch pipeline that a service names in its catalog file, and waits until its first run begins',
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
            .describe('Whether to wait for the first run; true by default'),
        timeoutSeconds: z =>
          z
            .number()
            .min(1)
            .max(3600)
            .optional()
            .describe('How long that may take; 300 by default'),
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
      const { timeoutSeconds: seconds = 300 } = ctx.input;
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
      ctx.logger.info(`${made.message}; audit entry ${made.id}`);
      ctx.output('actionId', made.id);
      if (!waitForRun) return;
      let told = '';
      const { pipeline, run, jobUrl } = await waitFor(
        async () => {
          const pipelines = await delivery.pipelines(
            entityRef,
            credentials,
            ctx.signal,
          );
          const begun = firstRun(pipelines);
          const now = begun ? told : describe(pipelines);
          if (now !== told) ctx.logger.info(now);
          told = now;
          return begun;
        },
        {
          seconds,
          signal: ctx.signal,
          tooLate: () =>
            `No run of ${entityRef} has begun within ${seconds} s: ${told}. The job is there: see what it says of its last scan, and try this task again`,
        },
      );
      ctx.logger.info(`Run ${run.name} of ${pipeline.name} has begun`);
      ctx.output('runId', run.id);
      if (run.url !== undefined) ctx.output('runUrl', run.url);
      if (jobUrl !== undefined) ctx.output('jobUrl', jobUrl);
    },
  });
}

function firstRun({ sources }: ServicePipelines) {
  return sources
    .flatMap(({ url: jobUrl, pipelines }) =>
      pipelines.flatMap(pipeline =>
        pipeline.runs.slice(-1).map(run => ({ pipeline, run, jobUrl })),
      ),
    )
    .at(0);
}

function describe({ sources, problem }: ServicePipelines): string {
  const problems = [problem, ...sources.map(({ sync }) => sync.message)];
  const lines = sources.flatMap(({ pipelines }) => pipelines.map(describeOne));
  return (
    [...problems, ...lines].filter(Boolean).join('; ') ||
    'It looks for branches'
  );
}

function describeOne({ name, queued }: Pipeline): string {
  return queued
    ? `A run of ${name} is in the queue${queued.reason ? `: ${queued.reason}` : ''}`
    : `Found ${name}`;
}
