import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { mainSoftware } from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  SyncState,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import { stringify } from 'yaml';
import type { DeliveryClient } from './DeliveryClient';
import { retryWhileUnavailable, waitFor } from './waiting';

/** Polls in a row that show a failure before the action fails, because Kubernetes may still retry. */
const MAX_FAILED_POLLS = 15;

const syncTexts: Record<SyncState, string> = {
  synced: 'is connected',
  syncing: 'is being read for the first time',
  stale: 'cannot be read now',
  failed: 'has never been read',
  forbidden: 'may not be read by you',
};

const examples = [
  {
    description: 'Wait for the rollout in dev',
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
 * `delivery:kubernetes:wait`: waits until the workloads of a service have rolled out.
 * It uses only current data; the last known state of an unreachable cluster does not
 * count.
 */
export function createRolloutWaitAction(options: {
  delivery: Pick<DeliveryClient, 'delivery'>;
}) {
  return createTemplateAction({
    id: 'delivery:kubernetes:wait',
    description:
      'Waits until the workloads of a service have rolled out in an environment, or wait for a person',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z => z.string().describe('Ref of the service'),
        environment: z => z.string().describe('Name of the environment'),
        namespace: z =>
          z
            .string()
            .optional()
            .describe(
              'Namespace to wait for; all namespaces of the environment by default',
            ),
        timeoutSeconds: z =>
          z
            .number()
            .min(1)
            .max(3600)
            .optional()
            .describe('Timeout in seconds; 300 by default'),
      },
      output: {
        version: z => z.string().optional().describe('Version that runs there'),
      },
    },
    async handler(ctx) {
      const { entityRef, environment, namespace } = ctx.input;
      const { timeoutSeconds = 300 } = ctx.input;
      if (ctx.isDryRun) {
        const where = namespace === undefined ? '' : ` (${namespace})`;
        ctx.logger.info(
          `Would wait for the rollout of ${entityRef} in ${environment}${where}`,
        );
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      let logged = '';
      let workloads: Workload[] = [];
      // Why the current state is unknown
      let unavailable: string[] = [];
      let awaitedClusters = '';
      // One poll is not enough: the portal may not have observed the last apply yet.
      let doneInARow = 0;
      let failedInARow = 0;
      const diagnosis = () => {
        const findings = workloads.flatMap(each =>
          each.findings.map(({ sentence }) => sentence),
        );
        return (
          [...unavailable, logged, ...findings].filter(Boolean).join('; ') ||
          'it has no workloads there'
        );
      };
      const read = retryWhileUnavailable(
        () => options.delivery.delivery(entityRef, credentials, ctx.signal),
        line => {
          ctx.logger.info(line);
          unavailable = [line];
        },
      );
      const done = await waitFor(
        async () => {
          const delivery = await read();
          const environments =
            delivery && environmentsIn(delivery, environment, namespace);
          if (environments) unavailable = unavailableClusters(environments);
          const unread = environments?.filter(isUnread) ?? [];
          const clusters = unread.map(({ cluster }) => cluster).join(', ');
          if (clusters && clusters !== awaitedClusters) {
            ctx.logger.info(
              `Waiting for the cluster: ${unavailableClusters(unread).join('; ')}`,
            );
          }
          awaitedClusters = clusters;
          if (!environments || unread.length) {
            doneInARow = 0;
            failedInARow = 0;
            return undefined;
          }
          workloads = environments.flatMap(each => each.workloads);
          const summary = workloads.map(describe).join('; ');
          if (summary !== logged) {
            ctx.logger.info(summary || 'No workloads yet');
          }
          logged = summary;
          const isDone = workloads.every(({ health: { status } }) =>
            ['healthy', 'suspended'].includes(status),
          );
          const hasFailed = workloads.some(({ rollout: { state } }) =>
            ['failed', 'aborted'].includes(state),
          );
          doneInARow = workloads.length && isDone ? doneInARow + 1 : 0;
          failedInARow = hasFailed ? failedInARow + 1 : 0;
          if (doneInARow === 2) return workloads;
          if (failedInARow < MAX_FAILED_POLLS) return undefined;
          throw new Error(
            `The rollout of ${entityRef} in ${environment} failed: ${diagnosis()}`,
          );
        },
        {
          seconds: timeoutSeconds,
          signal: ctx.signal,
          timeoutMessage: () =>
            `The rollout of ${entityRef} in ${environment} did not complete within ${timeoutSeconds} s: ${diagnosis()}`,
        },
      );
      const version = done
        .map(each => mainSoftware(each)?.version?.value)
        .find(each => each !== undefined);
      if (version !== undefined) ctx.output('version', version);
    },
  });
}

function environmentsIn(
  delivery: Delivery,
  environment: string,
  namespace: string | undefined,
): Environment[] {
  return delivery.environments
    .filter(({ name }) => name === environment)
    .filter(each => namespace === undefined || each.namespace === namespace);
}

/** Whether an environment has no current data. Environments that the user may not read are not awaited. */
function isUnread({ sync }: Environment): boolean {
  return !['synced', 'forbidden'].includes(sync.state);
}

/** Explains why clusters have no current data, one sentence for each cluster. */
function unavailableClusters(environments: Environment[]): string[] {
  const sentences = environments
    .filter(({ sync }) => sync.state !== 'synced')
    .map(({ cluster, sync: { state, message } }) =>
      [`${cluster} ${syncTexts[state]}`, message].filter(Boolean).join(': '),
    );
  return [...new Set(sentences)];
}

function describe({ kind, name, health }: Workload): string {
  return `${kind} ${name}: ${health.sentence}`;
}
