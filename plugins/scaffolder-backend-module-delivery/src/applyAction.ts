import type { LoggerService } from '@backstage/backend-plugin-api';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  ActionRequest,
  ApplyPreview,
} from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { applyWithRetry, keyOf } from './applyWithRetry';
import type { DeliveryClient } from './DeliveryClient';
import type { Kustomize } from './Kustomize';
import { planLines, refusedObjects, undoCommands } from './planLines';
import { planWithKinds } from './planWithKinds';
import { readDraftService } from './readDraftService';
import { readManifests } from './readManifests';
import { refusalOf } from './refusalOf';

const examples = [
  {
    description: 'Apply a kustomization to dev',
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
  {
    description: 'Delete objects that are no longer among the manifests',
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
            applySet: '${{ parameters.name }}',
            prune: true,
            reason: 'Update ${{ parameters.name }}',
          },
        },
      ],
    }),
  },
];

/** `delivery:kubernetes:apply`: applies objects of a service to an environment, as the person who runs the template. */
export function createApplyAction(options: {
  delivery: Pick<DeliveryClient, 'act' | 'action' | 'plan'>;
  kustomize: Pick<Kustomize, 'render'>;
}) {
  const { delivery, kustomize } = options;
  return createTemplateAction({
    id: 'delivery:kubernetes:apply',
    description:
      'Applies objects of a service to an environment by server-side apply, with the permissions of the person who runs the template',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z =>
          z
            .string()
            .describe('Entity ref of the service that the objects belong to'),
        environment: z =>
          z.string().describe('Name of an environment of the portal'),
        path: z =>
          z
            .string()
            .optional()
            .describe(
              'Path of a file, a folder of files or a kustomization in the workspace; without it, only the namespace is created',
            ),
        namespace: z =>
          z
            .string()
            .optional()
            .describe(
              'Namespace of objects that name none; required where the environment has several',
            ),
        createNamespace: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether to create missing namespaces with the content of delivery.apply.newNamespaces',
            ),
        applySet: z =>
          z
            .string()
            .optional()
            .describe(
              'Name of the set that the objects belong to: each object gets the label fairway.dev/apply-set',
            ),
        prune: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether to delete objects of the set in the same namespaces that are not among the manifests, after the others are applied; objects that hold data are never deleted',
            ),
        waitForKindsSeconds: z =>
          z
            .number()
            .min(0)
            .max(3600)
            .optional()
            .describe(
              'Seconds to wait for kinds that the cluster does not serve yet, such as those of an operator; 60 by default, 0 does not wait',
            ),
        dryRun: z =>
          z
            .enum(['report', 'enforce'])
            .optional()
            .describe(
              '`report`: log the plan only. `enforce`: also fail if any object would be refused. For a service that is not in the catalog yet, catalog-info.yaml in the workspace is used',
            ),
        reason: z => z.string().describe('Reason for the audit log'),
      },
      output: {
        actionId: z =>
          z.string().optional().describe('Id of the audit log entry'),
        plan: z =>
          z
            .record(z.any())
            .describe(
              'What would be applied, or why that cannot be planned; in a dry run only',
            ),
        objects: z =>
          z.array(z.string()).describe('Kind and name of each applied object'),
      },
    },
    async handler(ctx) {
      const { entityRef, environment, path = '', namespace } = ctx.input;
      const { createNamespace, applySet, prune, dryRun, reason } = ctx.input;
      const { waitForKindsSeconds = 60 } = ctx.input;
      const credentials = await ctx.getInitiatorCredentials();
      const createRequest = async (): Promise<ActionRequest> => {
        const manifests = path
          ? await readManifests(ctx.workspacePath, path, kustomize)
          : '';
        return {
          target: { type: 'service', entityRef, environment },
          action: {
            kind: 'workload.apply',
            manifests,
            namespace,
            createNamespace,
            applySet,
            prune,
          },
          reason,
          // Without the manifests: the key is stored, and values could be tried
          // against it.
          idempotencyKey: keyOf(
            ctx.task.id,
            ctx.step?.id ?? '',
            entityRef,
            environment,
            path,
            namespace ?? '',
            applySet ?? '',
            String(prune === true),
          ),
        };
      };
      if (ctx.isDryRun || dryRun) {
        // A plan that cannot be made does not stop the dry run of later steps.
        const preview = await createRequest()
          .then(async request =>
            delivery.plan(
              { ...request, draft: await readDraftService(ctx.workspacePath) },
              credentials,
              ctx.signal,
            ),
          )
          .then(
            (plan): ApplyPreview => ({ plan }),
            (error: unknown): ApplyPreview => ({
              environment,
              problem: refusalOf(error),
            }),
          );
        report(ctx, preview, dryRun === 'enforce');
        return;
      }
      const request = await createRequest();
      const plan = await planWithKinds(
        () => delivery.plan(request, credentials, ctx.signal),
        {
          environment,
          seconds: waitForKindsSeconds,
          logger: ctx.logger,
          signal: ctx.signal,
        },
      );
      for (const line of planLines(plan.objects)) ctx.logger.info(line);
      ctx.output(
        'objects',
        plan.objects
          .filter(({ result }) => result !== 'delete')
          .map(({ kind, name }) => `${kind} ${name}`),
      );
      if (!plan.canApply) {
        throw new Error(
          `Nothing was applied to environment '${environment}', because some objects are refused:\n${planLines(refusedObjects(plan.objects)).join('\n')}`,
        );
      }
      const id = await ctx.checkpoint({
        // The key names all input, so that two iterations of `each` never share it.
        key: `delivery.apply.${request.idempotencyKey}`,
        fn: async () => {
          // Applying again changes nothing.
          const record = await applyWithRetry(
            delivery,
            request,
            credentials,
            ctx.signal,
          );
          return record.id;
        },
      });
      ctx.output('actionId', id);
      ctx.logger.info(`Applied to ${environment}. Audit log entry: ${id}`);
      for (const command of undoCommands(plan.objects)) {
        ctx.logger.info(`To undo, including the data: ${command}`);
      }
    },
  });
}

/**
 * Logs a plan and gives it as the output of a dry run.
 *
 * @throws Error when an object is refused and that is enforced
 */
function report(
  ctx: {
    isDryRun?: boolean;
    input: { environment: string };
    logger: Pick<LoggerService, 'info'>;
    output(name: 'plan', value: ApplyPreview): void;
    output(name: 'objects', value: string[]): void;
  },
  preview: ApplyPreview,
  isEnforced: boolean,
): void {
  const objects = 'plan' in preview ? preview.plan.objects : [];
  const problems =
    'plan' in preview
      ? planLines(refusedObjects(objects))
      : [preview.problem.message];
  const lines = 'plan' in preview ? planLines(objects) : problems;
  for (const line of lines) ctx.logger.info(line);
  ctx.output('objects', []);
  if (ctx.isDryRun && lines.length) ctx.output('plan', preview);
  if (!ctx.isDryRun && isEnforced && problems.length) {
    throw new Error(
      `Environment '${ctx.input.environment}' would refuse it:\n${problems.join('\n')}`,
    );
  }
}
