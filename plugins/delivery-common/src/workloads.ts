import { z } from 'zod';
import { syncSchema, workloadKindSchema } from './delivery';

/**
 * A way into a workload from outside: an Ingress or HTTPRoute that leads to one
 * of its Services.
 * @public
 */
export const workloadRouteSchema = z.object({
  kind: z.enum(['Ingress', 'HTTPRoute']),
  name: z.string(),
  /** http(s) addresses; none where it names no host, or only a pattern */
  addresses: z.array(z.string()),
  /** Address of the OpenAPI document, as `fairway.dev/openapi` names it */
  openapi: z.string().optional(),
});

/** A way into a workload from outside; see {@link workloadRouteSchema}. @public */
export type WorkloadRoute = z.infer<typeof workloadRouteSchema>;

/**
 * A workload of an environment, as it is told to other plugins: what it says of
 * itself, and nothing of its state, which moves all the time.
 * @public
 */
export const deployedWorkloadSchema = z.object({
  uid: z.string(),
  cluster: z.string(),
  environment: z.string(),
  production: z.boolean(),
  namespace: z.string(),
  kind: workloadKindSchema,
  name: z.string(),
  labels: z.record(z.string(), z.string()),
  /** ISO time */
  createdAt: z.string(),
  /** The image of the container that it is about */
  image: z.string(),
  /** The repository that the image was built from, as its annotation has it */
  source: z.string().optional(),
  /** What `fairway.dev/entity` names: a ref, where it can be read as one */
  entity: z.string().optional(),
  /** Refs of the services that find it, by the catalog as it was read last */
  services: z.array(z.string()),
  /** Names of the PersistentVolumeClaims that its pods use */
  volumes: z.array(z.string()),
  routes: z.array(workloadRouteSchema),
});

/** A workload of an environment; see {@link deployedWorkloadSchema}. @public */
export type DeployedWorkload = z.infer<typeof deployedWorkloadSchema>;

/** A cluster that workloads are told of, and how fresh that is. @public */
export const workloadClusterSchema = z.object({
  name: z.string(),
  sync: syncSchema,
});

/** A cluster that workloads are told of; see {@link workloadClusterSchema}. @public */
export type WorkloadCluster = z.infer<typeof workloadClusterSchema>;

/** The workloads of all environments. @public */
export const deployedWorkloadsSchema = z.object({
  clusters: z.array(workloadClusterSchema),
  workloads: z.array(deployedWorkloadSchema),
});

/** The workloads of all environments. @public */
export type DeployedWorkloads = z.infer<typeof deployedWorkloadsSchema>;

/** What a stream of workloads sends, each as the data of one server-sent event. @public */
export const workloadsEventSchema = z.discriminatedUnion('type', [
  deployedWorkloadsSchema.extend({ type: z.literal('snapshot') }),
  z.object({
    type: z.literal('patch'),
    /** All of them, where one changed */
    clusters: z.array(workloadClusterSchema).optional(),
    /** New or changed, each whole */
    workloads: z.array(deployedWorkloadSchema),
    /** Uids */
    removed: z.array(z.string()),
  }),
]);

/** What a stream of workloads sends; see {@link workloadsEventSchema}. @public */
export type WorkloadsEvent = z.infer<typeof workloadsEventSchema>;

/** The workloads after an event; undefined before the first snapshot. @public */
export function applyWorkloadsEvent(
  before: DeployedWorkloads | undefined,
  event: WorkloadsEvent,
): DeployedWorkloads | undefined {
  if (event.type === 'snapshot') {
    return { clusters: event.clusters, workloads: event.workloads };
  }
  if (!before) return undefined;
  const workloads = new Map(before.workloads.map(each => [each.uid, each]));
  event.removed.forEach(uid => workloads.delete(uid));
  event.workloads.forEach(each => workloads.set(each.uid, each));
  return {
    clusters: event.clusters ?? before.clusters,
    workloads: [...workloads.values()],
  };
}
