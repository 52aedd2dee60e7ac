import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { waitFor } from './waiting';

const examples = [
  {
    description: 'Wait until a registered service is in the catalog',
    example: stringify({
      steps: [
        {
          id: 'page',
          name: 'Wait for the catalog',
          action: 'delivery:catalog:wait',
          input: { entityRef: 'component:default/${{ parameters.name }}' },
        },
      ],
    }),
  },
];

/** `delivery:catalog:wait`: waits until an entity is in the catalog without errors. */
export function createCatalogWaitAction(options: {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
}) {
  return createTemplateAction({
    id: 'delivery:catalog:wait',
    description: 'Waits until an entity is in the catalog without errors',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z =>
          z
            .string()
            .describe('Ref of the entity, such as `component:default/orders`'),
        timeoutSeconds: z =>
          z
            .number()
            .min(1)
            .max(3600)
            .optional()
            .describe('Timeout in seconds; 120 by default'),
      },
      output: {
        entityRef: z => z.string().describe('Ref of the entity'),
      },
    },
    async handler(ctx) {
      const { entityRef, timeoutSeconds: seconds = 120 } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would wait until ${entityRef} is in the catalog`);
        ctx.output('entityRef', entityRef);
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      let seen: Entity | undefined;
      await waitFor(
        async () => {
          seen = await options.catalog.getEntityByRef(entityRef, {
            credentials,
          });
          return seen && !errorsOf(seen).length ? true : undefined;
        },
        {
          seconds,
          signal: ctx.signal,
          timeoutMessage: () =>
            seen
              ? `${entityRef} is in the catalog, but has errors: ${errorsOf(seen).join('; ')}`
              : `${entityRef} did not appear in the catalog within ${seconds} s. Check the registered location, then retry the task.`,
        },
      );
      ctx.output('entityRef', entityRef);
      ctx.logger.info(`${entityRef} is in the catalog`);
    },
  });
}

function errorsOf(entity: Entity & { status?: EntityStatus }): string[] {
  return (entity.status?.items ?? [])
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message);
}

interface EntityStatus {
  items?: { level: string; message: string }[];
}
