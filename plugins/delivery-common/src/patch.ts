import { z } from 'zod';
import {
  compareWorkloads,
  deliverySchema,
  environmentHeaderSchema,
  environmentKey,
  workloadSchema,
} from './delivery';
import type { Delivery, Environment, EnvironmentHeader } from './delivery';

/** One step from a delivery to the next. @public */
export const deliveryChangeSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('environment'),
    environment: environmentHeaderSchema,
  }),
  z.object({
    type: z.literal('workload'),
    /** As {@link environmentKey} makes it */
    environment: z.string(),
    workload: workloadSchema,
  }),
  z.object({
    type: z.literal('workload-removed'),
    environment: z.string(),
    uid: z.string(),
  }),
]);

/** One step from a delivery to the next. @public */
export type DeliveryChange = z.infer<typeof deliveryChangeSchema>;

/** What a delivery stream sends, each as the data of one server-sent event. @public */
export const deliveryEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), delivery: deliverySchema }),
  z.object({
    type: z.literal('patch'),
    changes: z.array(deliveryChangeSchema),
  }),
]);

/** What a delivery stream sends; see {@link deliveryEventSchema}. @public */
export type DeliveryEvent = z.infer<typeof deliveryEventSchema>;

/**
 * What leads from one delivery of a service to a later one: the changes, a
 * workload at a time, or a snapshot where the environments themselves differ.
 * Undefined when nothing changed.
 * @public
 */
export function deliveryEvent(
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
  if (!same(headerOf(before), header)) {
    changes.push({ type: 'environment', environment: header });
  }
  const left = new Map(before.workloads.map(w => [w.uid, w]));
  for (const workload of after.workloads) {
    if (!same(left.get(workload.uid), workload)) {
      changes.push({ type: 'workload', environment: key, workload });
    }
    left.delete(workload.uid);
  }
  for (const uid of left.keys()) {
    changes.push({ type: 'workload-removed', environment: key, uid });
  }
  return changes;
}

/**
 * The delivery after an event. What did not change is the same object as
 * before, so that a view can skip it.
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

// Both sides are made by the same builder, field by field in the same order.
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
