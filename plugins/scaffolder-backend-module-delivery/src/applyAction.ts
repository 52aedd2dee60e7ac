import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  ActionRequest,
  ApplyPlan,
} from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { actUntilDone, keyOf } from './actUntilDone';
import type { DeliveryClient } from './DeliveryClient';
import type { Kustomize } from './Kustomize';
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
      const manifests = await readManifests(ctx.workspacePath, path, kustomize);
      const credentials = await ctx.getInitiatorCredentials();
      const request: ActionRequest = {
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
      if (ctx.isDryRun) return;
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
