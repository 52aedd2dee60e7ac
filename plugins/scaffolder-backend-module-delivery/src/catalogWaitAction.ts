import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { waitFor } from './waiting';

const examples = [
  {
    description: 'Wait until a registered service has its page',
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
        entityRef: z => z.string().describe('As `component:default/orders`'),
        timeoutSeconds: z =>
          z
            .number()
            .min(1)
            .max(3600)
            .optional()
            .describe('How long it may take; 120 by default'),
      },
      output: {
        entityRef: z => z.string().describe('The entity that is there'),
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
          tooLate: () =>
            seen
              ? `${entityRef} is in the catalog with errors: ${errorsOf(seen).join('; ')}`
              : `${entityRef} did not come to the catalog within ${seconds} s: look at the location that was registered, and try this task again`,
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
