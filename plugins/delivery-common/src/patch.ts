import { z } from 'zod';
import {
  compareWorkloads,
  deliverySchema,
  environmentHeaderSchema,
  environmentKey,
  workloadSchema,
} from './delivery';
import type { Delivery, Environment, EnvironmentHeader } from './delivery';

/** One change of a delivery. @public */
export const deliveryChangeSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('environment'),
    environment: environmentHeaderSchema,
  }),
  z.object({
    type: z.literal('workload'),
    /** Key of the environment, from {@link environmentKey} */
    environment: z.string(),
    workload: workloadSchema,
  }),
  z.object({
    type: z.literal('workload-removed'),
    environment: z.string(),
    uid: z.string(),
  }),
]);

/** One change of a delivery. @public */
export type DeliveryChange = z.infer<typeof deliveryChangeSchema>;

/** Message of a delivery stream: the data of one server-sent event. @public */
export const deliveryEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), delivery: deliverySchema }),
  z.object({
    type: z.literal('patch'),
    changes: z.array(deliveryChangeSchema),
  }),
]);

/** Message of a delivery stream; see {@link deliveryEventSchema}. @public */
export type DeliveryEvent = z.infer<typeof deliveryEventSchema>;

/**
 * Compares two deliveries of a service and returns the event that leads from the
 * first to the second: a patch with the changed workloads, or a snapshot if the
 * environments themselves differ. Undefined if nothing changed.
 *
 * @public
 */
export function diffDelivery(
  before: Delivery,
  after: Delivery,
): DeliveryEvent | undefined {
  const keys = (d: Delivery) => d.environments.map(environmentKey).join(' ');
  if (before.entityRef !== after.entityRef || keys(before) !== keys(after)) {
    return { type: 'snapshot', delivery: after };
  }
  const changes = after.environments.flatMap((environment, index) =>
    environmentChanges(before.environments[index], environment),
  );
  return changes.length ? { type: 'patch', changes } : undefined;
}

function environmentChanges(
  before: Environment,
  after: Environment,
): DeliveryChange[] {
  const changes: DeliveryChange[] = [];
  const key = environmentKey(after);
  const header = headerOf(after);
  if (!isSame(headerOf(before), header)) {
    changes.push({ type: 'environment', environment: header });
  }
  const removed = new Map(before.workloads.map(w => [w.uid, w]));
  for (const workload of after.workloads) {
    if (!isSame(removed.get(workload.uid), workload)) {
      changes.push({ type: 'workload', environment: key, workload });
    }
    removed.delete(workload.uid);
  }
  for (const uid of removed.keys()) {
    changes.push({ type: 'workload-removed', environment: key, uid });
  }
  return changes;
}

/**
 * Applies an event to a delivery. Unchanged workloads stay the same objects, so
 * that a view does not render them again.
 *
 * @public
 */
export function applyDeliveryEvent(
  delivery: Delivery | undefined,
  event: DeliveryEvent,
): Delivery | undefined {
  if (event.type === 'snapshot') return event.delivery;
  if (!delivery) return undefined;
  return {
    ...delivery,
    environments: delivery.environments.map(environment =>
      event.changes.reduce(applyChange, environment),
    ),
  };
}

function applyChange(
  environment: Environment,
  change: DeliveryChange,
): Environment {
  const key = environmentKey(environment);
  switch (change.type) {
    case 'environment':
      if (environmentKey(change.environment) !== key) return environment;
      return { ...change.environment, workloads: environment.workloads };
    case 'workload':
      if (change.environment !== key) return environment;
      return {
        ...environment,
        workloads: [
          ...environment.workloads.filter(w => w.uid !== change.workload.uid),
          change.workload,
        ].sort(compareWorkloads),
      };
    case 'workload-removed':
      if (change.environment !== key) return environment;
      return {
        ...environment,
        workloads: environment.workloads.filter(w => w.uid !== change.uid),
      };
    default:
      return change satisfies never;
  }
}

function headerOf({ workloads, ...header }: Environment): EnvironmentHeader {
  return header;
}

// The same builder writes both values, so their fields have the same order.
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
