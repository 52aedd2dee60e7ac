import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  ActionRequest,
  ApplyPlan,
} from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { actUntilDone, keyOf } from './actUntilDone';
import type { DeliveryClient } from './DeliveryClient';
import type { Kustomize } from './Kustomize';
import { readService, writeVerdict } from './verdict';
import { readManifests } from './readManifests';

const examples = [
  {
    description: 'Give dev what a kustomization renders',
    example: stringify({
      steps: [
        {
          id: 'deploy',
          name: 'Deploy to dev',
          action: 'delivery:kubernetes:apply',
          input: {
            entityRef: 'component:default/${{ parameters.name }}',
            environment: 'dev',
            path: './deploy/overlays/dev',
            reason: 'First rollout of ${{ parameters.name }}',
          },
        },
      ],
    }),
  },
];

/** `delivery:kubernetes:apply`: gives an environment objects of a service, as the person who runs the template. */
export function createApplyAction(options: {
  delivery: Pick<DeliveryClient, 'act' | 'plan'>;
  kustomize: Pick<Kustomize, 'render'>;
}) {
  const { delivery, kustomize } = options;
  return createTemplateAction({
    id: 'delivery:kubernetes:apply',
    description:
      'Gives an environment objects of a service by server-side apply, with the permissions of the person who runs the template',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z =>
          z.string().describe('The service that the objects belong to'),
        environment: z =>
          z.string().describe('Name of one of the environments of the portal'),
        path: z =>
          z
            .string()
            .describe(
              'A file, a folder of files, or a kustomization, in the workspace',
            ),
        namespace: z =>
          z
            .string()
            .optional()
            .describe(
              'Of objects that name none; needed where the environment has several',
            ),
        makesNamespace: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether to make namespaces that are not there, as delivery.apply.newNamespaces says',
            ),
        reason: z => z.string().describe('Why, for the audit'),
      },
      output: {
        actionId: z => z.string().optional().describe('Of the audit'),
        objects: z =>
          z.array(z.string()).describe('What was applied, or would be'),
      },
    },
    async handler(ctx) {
      const { entityRef, environment, path, namespace, reason } = ctx.input;
      const { makesNamespace } = ctx.input;
      const credentials = await ctx.getInitiatorCredentials();
      const wish = async (): Promise<ActionRequest> => {
        const workspace = ctx.workspacePath;
        const manifests = await readManifests(workspace, path, kustomize);
        return {
          entityRef,
          action: {
            kind: 'apply',
            environment,
            manifests,
            namespace,
            makesNamespace,
          },
          reason,
          idempotencyKey: keyOf(
            ctx.task.id,
            environment,
            path,
            manifests,
            namespace ?? '',
          ),
        };
      };
      if (ctx.isDryRun) {
        const planned = async () => {
          const entity = await readService(ctx.workspacePath);
          return delivery.plan({ ...(await wish()), entity }, credentials);
        };
        // What keeps it from being known keeps no later step from being tried.
        const verdict = await planned().then(
          plan => ({ plan }),
          (error: Error) => ({ environment, problem: error.message }),
        );
        await writeVerdict(ctx.workspacePath, verdict);
        const told =
          'plan' in verdict ? linesOf(verdict.plan) : [verdict.problem];
        for (const line of told) ctx.logger.info(line);
        ctx.output('objects', []);
        return;
      }
      const request = await wish();
      const plan = await delivery.plan(request, credentials);
      for (const line of linesOf(plan)) ctx.logger.info(line);
      ctx.output(
        'objects',
        plan.objects.map(({ kind, name }) => `${kind} ${name}`),
      );
      if (!plan.isPossible) {
        throw new Error(
          `Environment '${environment}' takes none of it, because some is refused:\n${linesOf(plan).join('\n')}`,
        );
      }
      const id = await ctx.checkpoint({
        key: `delivery.apply.${environment}.${path}.${namespace ?? ''}`,
        fn: async () => {
          // To apply what is there already changes nothing
          const record = await actUntilDone(delivery, request, credentials);
          return record.id;
        },
      });
      ctx.output('actionId', id);
      ctx.logger.info(`Applied to ${environment}; audit entry ${id}`);
    },
  });
}

function linesOf({ objects }: ApplyPlan): string[] {
  const words = {
    create: 'comes',
    update: 'changes',
    unchanged: 'stays as it is',
    refused: 'is refused',
  };
  return objects.map(({ kind, namespace, name, result, reason, changes }) => {
    const number = result === 'update' ? ` in ${changes.length} fields` : '';
    const why = reason === undefined ? '' : `: ${reason}`;
    return `${kind} ${namespace}/${name} ${words[result]}${number}${why}`;
  });
}
