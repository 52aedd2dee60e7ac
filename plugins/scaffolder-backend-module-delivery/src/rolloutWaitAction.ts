import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type {
  Delivery,
  Environment,
  SyncState,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import type { DeliveryClient } from './DeliveryClient';
import { retryWhileUnavailable, waitFor } from './waiting';

/** Of a rollout that failed; Kubernetes may still be about to try again. */
const FAILED_LOOKS = 15;

const words: Record<SyncState, string> = {
  synced: 'is read',
  syncing: 'is still being read',
  stale: 'cannot be read now',
  failed: 'could not be read yet',
  refused: 'may not be read by you',
};

const examples = [
  {
    description: 'Wait until dev runs the service',
    example: stringify({
      steps: [
        {
          id: 'rollout',
          name: 'Wait for dev',
          action: 'delivery:kubernetes:wait',
          input: {
            entityRef: 'component:default/${{ parameters.name }}',
            environment: 'dev',
          },
        },
      ],
    }),
  },
];

/**
 * `delivery:kubernetes:wait`: waits until the workloads of a service have rolled
 * out, as the clusters say now: what one said before it went away counts for nothing.
 */
export function createRolloutWaitAction(options: {
  delivery: Pick<DeliveryClient, 'delivery'>;
}) {
  return createTemplateAction({
    id: 'delivery:kubernetes:wait',
    description:
      'Waits until the workloads of a service have rolled out in an environment; a rollout that waits for a person counts as far enough',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z => z.string().describe('The service'),
        environment: z =>
          z.string().describe('Name of one of the environments of the portal'),
        namespace: z =>
          z
            .string()
            .optional()
            .describe(
              'Where the environment has several, and only one is meant',
            ),
        timeoutSeconds: z =>
          z
            .number()
            .min(1)
            .max(3600)
            .optional()
            .describe('How long it may take; 300 by default'),
      },
      output: {
        version: z => z.string().optional().describe('What runs there'),
      },
    },
    async handler(ctx) {
      const { entityRef, environment, namespace } = ctx.input;
      const { timeoutSeconds = 300 } = ctx.input;
      if (ctx.isDryRun) {
        const where = namespace === undefined ? '' : ` (${namespace})`;
        ctx.logger.info(
          `Would wait until ${entityRef} has rolled out in ${environment}${where}`,
        );
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      let told = '';
      let workloads: Workload[] = [];
      // Why what is there cannot be seen now
      let unseen: string[] = [];
      let awaited = '';
      // What was applied a moment ago may not have been seen yet.
      let doneInARow = 0;
      let failedInARow = 0;
      const diagnosis = () => {
        const findings = workloads.flatMap(each =>
          each.findings.map(({ sentence }) => sentence),
        );
        return (
          [...unseen, told, ...findings].filter(Boolean).join('; ') ||
          'nothing of it is there'
        );
      };
      const read = retryWhileUnavailable(
        () => options.delivery.delivery(entityRef, credentials, ctx.signal),
        line => {
          ctx.logger.info(line);
          unseen = [line];
        },
      );
      const done = await waitFor(
        async () => {
          const delivery = await read();
          const places = delivery && placesIn(delivery, environment, namespace);
          if (places) unseen = unseenOf(places);
          const away = places?.filter(isAway) ?? [];
          const clusters = away.map(({ cluster }) => cluster).join(', ');
          if (clusters && clusters !== awaited) {
            ctx.logger.info(
              `Waits for the cluster: ${unseenOf(away).join('; ')}`,
            );
          }
          awaited = clusters;
          if (!places || away.length) {
            doneInARow = 0;
            failedInARow = 0;
            return undefined;
          }
          workloads = places.flatMap(each => each.workloads);
          const now = workloads.map(describe).join('; ');
          if (now !== told) ctx.logger.info(now || 'Nothing is there yet');
          told = now;
          const isDone = workloads.every(({ health: { status } }) =>
            ['healthy', 'suspended'].includes(status),
          );
          const hasFailed = workloads.some(({ rollout: { state } }) =>
            ['failed', 'aborted'].includes(state),
          );
          doneInARow = workloads.length && isDone ? doneInARow + 1 : 0;
          failedInARow = hasFailed ? failedInARow + 1 : 0;
          if (doneInARow === 2) return workloads;
          if (failedInARow < FAILED_LOOKS) return undefined;
          throw new Error(
            `${entityRef} has not rolled out in ${environment}: ${diagnosis()}`,
          );
        },
        {
          seconds: timeoutSeconds,
          signal: ctx.signal,
          tooLate: () =>
            `${entityRef} has not rolled out in ${environment} within ${timeoutSeconds} s: ${diagnosis()}`,
        },
      );
      const version = done.find(each => each.version)?.version?.value;
      if (version !== undefined) ctx.output('version', version);
    },
  });
}

function placesIn(
  delivery: Delivery,
  environment: string,
  namespace: string | undefined,
): Environment[] {
  return delivery.environments
    .filter(({ name }) => name === environment)
    .filter(each => namespace === undefined || each.namespace === namespace);
}

/** Of what the person may not see there is nothing to wait for. */
function isAway({ sync }: Environment): boolean {
  return !['synced', 'refused'].includes(sync.state);
}

/** Why places cannot be seen now, a sentence a cluster. */
function unseenOf(places: Environment[]): string[] {
  const sentences = places
    .filter(({ sync }) => sync.state !== 'synced')
    .map(({ cluster, sync: { state, message } }) =>
      [`${cluster} ${words[state]}`, message].filter(Boolean).join(': '),
    );
  return [...new Set(sentences)];
}

function describe({ kind, name, health }: Workload): string {
  return `${kind} ${name}: ${health.sentence}`;
}
