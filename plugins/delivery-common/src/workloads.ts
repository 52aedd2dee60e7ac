import { z } from 'zod';
import { syncSchema, workloadKindSchema } from './delivery';

/**
 * An Ingress or HTTPRoute that routes requests to one of a workload's Services.
 *
 * @public
 */
export const workloadRouteSchema = z.object({
  kind: z.enum(['Ingress', 'HTTPRoute']),
  name: z.string(),
  /** http(s) URLs; empty if it names no host, or only a wildcard host */
  addresses: z.array(z.string()),
  /** URL of the OpenAPI document, from the `fairway.dev/openapi` annotation */
  openapi: z.string().optional(),
});

/** An Ingress or HTTPRoute of a workload; see {@link workloadRouteSchema}. @public */
export type WorkloadRoute = z.infer<typeof workloadRouteSchema>;

/**
 * A workload of an environment, as other plugins receive it. It has no state such
 * as replicas or health, because that changes all the time.
 *
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
  /** Image of the main container */
  image: z.string(),
  /** URL of the repository that the image was built from, from the annotation */
  source: z.string().optional(),
  /** Value of the `fairway.dev/entity` annotation, as a full ref if it can be parsed */
  entity: z.string().optional(),
  /** Refs of the services that the workload belongs to, by the most recent read of the catalog */
  services: z.array(z.string()),
  /** Names of the PersistentVolumeClaims that its pods use */
  volumes: z.array(z.string()),
  routes: z.array(workloadRouteSchema),
});

/** A workload of an environment, without its state; see {@link deployedWorkloadSchema}. @public */
export type DeployedWorkload = z.infer<typeof deployedWorkloadSchema>;

/** A cluster of the workloads, and how current its data is. @public */
export const workloadClusterSchema = z.object({
  name: z.string(),
  sync: syncSchema,
});

/** A cluster of the workloads; see {@link workloadClusterSchema}. @public */
export type WorkloadCluster = z.infer<typeof workloadClusterSchema>;

/** Workloads of all environments. @public */
export const deployedWorkloadsSchema = z.object({
  clusters: z.array(workloadClusterSchema),
  workloads: z.array(deployedWorkloadSchema),
});

/** Workloads of all environments. @public */
export type DeployedWorkloads = z.infer<typeof deployedWorkloadsSchema>;

/** Message of a stream of workloads: the data of one server-sent event. @public */
export const workloadsEventSchema = z.discriminatedUnion('type', [
  deployedWorkloadsSchema.extend({ type: z.literal('snapshot') }),
  z.object({
    type: z.literal('patch'),
    /** All clusters; present if one of them changed */
    clusters: z.array(workloadClusterSchema).optional(),
    /** New and changed workloads, each complete */
    workloads: z.array(deployedWorkloadSchema),
    /** UIDs of removed workloads */
    removed: z.array(z.string()),
  }),
]);

/** Message of a stream of workloads; see {@link workloadsEventSchema}. @public */
export type WorkloadsEvent = z.infer<typeof workloadsEventSchema>;

/** Applies an event to the workloads; undefined before the first snapshot. @public */
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
