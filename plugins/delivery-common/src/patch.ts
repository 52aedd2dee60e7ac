import { z } from 'zod';
import {
  compareWorkloads,
  deliverySchema,
  environmentHeaderSchema,
  environmentKey,
  podSchema,
  workloadSchema,
} from './delivery';
import type {
  Delivery,
  Environment,
  EnvironmentHeader,
  Pod,
  Workload,
} from './delivery';

/**
 * One change of a delivery. A workload may have hundreds of pods, so that a change of
 * a known workload contains only the pods that have changed.
 *
 * @public
 */
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
    type: z.literal('workload-changed'),
    environment: z.string(),
    /** The workload without its pods */
    workload: workloadSchema.omit({ pods: true }),
    /** Pods that are new or have changed */
    pods: z.array(podSchema),
    /** UIDs of pods that are gone */
    removedPods: z.array(z.string()),
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
    const known = removed.get(workload.uid);
    if (!known) changes.push({ type: 'workload', environment: key, workload });
    else changes.push(...workloadChanges(key, known, workload));
    removed.delete(workload.uid);
  }
  for (const uid of removed.keys()) {
    changes.push({ type: 'workload-removed', environment: key, uid });
  }
  return changes;
}

function workloadChanges(
  environment: string,
  before: Workload,
  { pods, ...workload }: Workload,
): DeliveryChange[] {
  const { pods: podsBefore, ...workloadBefore } = before;
  const removed = new Map(podsBefore.map(pod => [pod.uid, pod]));
  const changed: Pod[] = [];
  for (const pod of pods) {
    if (!isSame(removed.get(pod.uid), pod)) changed.push(pod);
    removed.delete(pod.uid);
  }
  if (!changed.length && !removed.size && isSame(workloadBefore, workload)) {
    return [];
  }
  return [
    {
      type: 'workload-changed',
      environment,
      workload,
      pods: changed,
      removedPods: [...removed.keys()],
    },
  ];
}

/**
 * Applies an event to a delivery. Unchanged workloads and pods stay the same objects,
 * so that a view does not render them again.
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
    case 'workload-changed':
      if (change.environment !== key) return environment;
      return {
        ...environment,
        workloads: environment.workloads.map(known =>
          known.uid === change.workload.uid
            ? { ...change.workload, pods: podsAfter(known.pods, change) }
            : known,
        ),
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

function podsAfter(
  before: Pod[],
  change: Extract<DeliveryChange, { type: 'workload-changed' }>,
): Pod[] {
  if (!change.pods.length && !change.removedPods.length) return before;
  const pods = new Map(before.map(pod => [pod.uid, pod]));
  change.removedPods.forEach(uid => pods.delete(uid));
  change.pods.forEach(pod => pods.set(pod.uid, pod));
  return [...pods.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function headerOf({ workloads, ...header }: Environment): EnvironmentHeader {
  return header;
}

// The same builder writes both values, so their fields have the same order.
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
