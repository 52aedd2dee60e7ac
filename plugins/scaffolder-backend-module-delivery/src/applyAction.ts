import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { ActionRequest } from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import { applyWithRetry, keyOf } from './applyWithRetry';
import type { DeliveryClient } from './DeliveryClient';
import type { Kustomize } from './Kustomize';
import { planLines, refusedOf, undoCommands } from './planLines';
import { planWithKinds } from './planWithKinds';
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
  {
    description: 'Take away again what the manifests no longer have',
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
            reason: 'What ${{ parameters.name }} is now',
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
            .optional()
            .describe(
              'A file, a folder of files, or a kustomization, in the workspace; none only makes the namespace',
            ),
        namespace: z =>
          z
            .string()
            .optional()
            .describe(
              'Of objects that name none; needed where the environment has several',
            ),
        createNamespace: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether to make namespaces that are not there, as delivery.apply.newNamespaces says',
            ),
        applySet: z =>
          z
            .string()
            .optional()
            .describe(
              'Which the objects are of, by name: each gets the label fairway.dev/apply-set',
            ),
        prune: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Whether to delete, after all is applied, what the service has of the set in the namespaces of the objects and is not among them; never what keeps data',
            ),
        waitForKindsSeconds: z =>
          z
            .number()
            .min(0)
            .max(3600)
            .optional()
            .describe(
              'How long to wait for kinds that the cluster does not have yet, such as an operator brings; 60 by default, 0 not at all',
            ),
        dryRun: z =>
          z
            .enum(['report', 'enforce'])
            .optional()
            .describe(
              'Only to tell what it would do, or to fail where it would be refused, too; of a service that is not in the catalog yet, by the catalog-info.yaml of the workspace',
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
      const { entityRef, environment, path = '', namespace } = ctx.input;
      const { createNamespace, applySet, prune, dryRun, reason } = ctx.input;
      const { waitForKindsSeconds = 60 } = ctx.input;
      const credentials = await ctx.getInitiatorCredentials();
      const wish = async (): Promise<ActionRequest> => {
        const workspace = ctx.workspacePath;
        const manifests = path
          ? await readManifests(workspace, path, kustomize)
          : '';
        return {
          entityRef,
          action: {
            kind: 'apply',
            environment,
            manifests,
            ...{ namespace, createNamespace, applySet, prune },
          },
          reason,
          idempotencyKey: keyOf(
            ...[ctx.task.id, entityRef, environment],
            ...[path, manifests, namespace ?? ''],
            ...(applySet === undefined
              ? []
              : [applySet, String(prune === true)]),
          ),
        };
      };
      if (ctx.isDryRun || dryRun) {
        const planned = async () => {
          const entity = await readService(ctx.workspacePath);
          const asked = { ...(await wish()), entity };
          return delivery.plan(asked, credentials, ctx.signal);
        };
        // What keeps it from being known keeps no later step from being tried.
        const verdict = await planned().then(
          plan => ({ plan }),
          (error: Error) => ({ environment, problem: error.message }),
        );
        const says = !('plan' in verdict) || verdict.plan.objects.length > 0;
        if (ctx.isDryRun && says) {
          await writeVerdict(ctx.workspacePath, verdict);
        }
        const objects = 'plan' in verdict ? verdict.plan.objects : [];
        const problems =
          'plan' in verdict ? planLines(refusedOf(objects)) : [verdict.problem];
        const told = 'plan' in verdict ? planLines(objects) : problems;
        for (const line of told) ctx.logger.info(line);
        ctx.output('objects', []);
        if (!ctx.isDryRun && dryRun === 'enforce' && problems.length) {
          throw new Error(
            `Environment '${environment}' would not take it:\n${problems.join('\n')}`,
          );
        }
        return;
      }
      const request = await wish();
      const plan = await planWithKinds(
        () => delivery.plan(request, credentials, ctx.signal),
        {
          ...{ environment, seconds: waitForKindsSeconds },
          ...{ logger: ctx.logger, signal: ctx.signal },
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
          `Environment '${environment}' takes none of it, because some is refused:\n${planLines(refusedOf(plan.objects)).join('\n')}`,
        );
      }
      const id = await ctx.checkpoint({
        // Of all that is given, so that of no two under `each` one is taken for the other.
        key: `delivery.apply.${request.idempotencyKey}`,
        fn: async () => {
          // To apply what is there already changes nothing
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
      ctx.logger.info(`Applied to ${environment}; audit entry ${id}`);
      for (const command of undoCommands(plan.objects)) {
        ctx.logger.info(`What takes it back, with its data: ${command}`);
      }
    },
  });
}
