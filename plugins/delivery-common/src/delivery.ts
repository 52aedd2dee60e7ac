import { z } from 'zod';
import { findingSchema } from './diagnosis';
import { healthSchema } from './health';
import { jobSeriesSchema } from './jobs';
import {
  autoscalerSchema,
  measurementSchema,
  podResourcesSchema,
  podUsageSchema,
} from './resources';
import { rolloutSchema } from './rollout';
import { versionSchema } from './version';

/**
 * How fresh what an environment shows is.
 *
 * - `syncing`: the first list has not come back yet; nothing is known
 * - `synced`: what is shown is what the cluster said last, and it is connected
 * - `stale`: the cluster cannot be read now; what is shown is what it said last
 * - `failed`: the cluster could never be read; nothing is known
 * - `refused`: the viewer may not read this environment
 *
 * @public
 */
export const syncStateSchema = z.enum([
  'syncing',
  'synced',
  'stale',
  'failed',
  'refused',
]);

/** How fresh an environment is; see {@link syncStateSchema}. @public */
export type SyncState = z.infer<typeof syncStateSchema>;

/** How fresh an environment is, since when, and why. @public */
export const syncSchema = z.object({
  state: syncStateSchema,
  /** ISO time since when the state holds; for `stale`, when the cluster was last heard */
  since: z.string(),
  /** Why, and what to do, when the state is not `synced` */
  message: z.string().optional(),
});

/** How fresh an environment is, since when, and why. @public */
export type Sync = z.infer<typeof syncSchema>;

/**
 * What a pod is at: `ready` serves, `succeeded` has done its work; the others do not serve.
 * @public
 */
export const podStatusSchema = z.enum([
  'ready',
  'starting',
  'not-ready',
  'failing',
  'unschedulable',
  'terminating',
  'succeeded',
  'failed',
]);

/** What a pod is at; see {@link podStatusSchema}. @public */
export type PodStatus = z.infer<typeof podStatusSchema>;

/** One pod of a workload. @public */
export const podSchema = z.object({
  uid: z.string(),
  name: z.string(),
  /** ISO time */
  createdAt: z.string(),
  status: podStatusSchema,
  /** The kubelet's, scheduler's or container's own word: `CrashLoopBackOff`, `OOMKilled`, `Unschedulable`... */
  reason: z.string().optional(),
  /** What came with the reason, as Kubernetes said it */
  message: z.string().optional(),
  /** Sum over the containers */
  restarts: z.number().int(),
  node: z.string().optional(),
  /** The revision it belongs to, by its name */
  revision: z.string().optional(),
  /** Where it was measured */
  usage: podUsageSchema.optional(),
});

/** One pod of a workload. @public */
export type Pod = z.infer<typeof podSchema>;

/** One pod template of a workload: a ReplicaSet or ControllerRevision. @public */
export const revisionSchema = z.object({
  uid: z.string(),
  /** Of the ReplicaSet or ControllerRevision */
  name: z.string(),
  /** Kubernetes' revision number; a roll back gives the old one a new number */
  number: z.number().int(),
  /** ISO time */
  createdAt: z.string(),
  /** The one that the workload asks for now */
  current: z.boolean(),
  images: z.array(z.string()),
  version: versionSchema.optional(),
  commit: z.string().optional(),
  /** http(s) address of the run that built it, where an annotation has one */
  buildUrl: z.string().optional(),
  /** `kubernetes.io/change-cause`, where somebody set it */
  changeCause: z.string().optional(),
  /** Pods of this revision */
  replicas: z.object({ desired: z.number().int(), ready: z.number().int() }),
});

/**
 * One pod template of a workload: a ReplicaSet or ControllerRevision.
 * @public
 */
export type Revision = z.infer<typeof revisionSchema>;

/** Kubernetes kind of a workload, such as `Deployment`, or a kind of a rollout engine. @public */
export const workloadKindSchema = z.string();

/** Kubernetes kind of a workload; see {@link workloadKindSchema}. @public */
export type WorkloadKind = z.infer<typeof workloadKindSchema>;

/** Numbers of pods, as the controller counts them. @public */
export const replicasSchema = z.object({
  desired: z.number().int(),
  /** Pods of the newest revision */
  updated: z.number().int(),
  ready: z.number().int(),
  available: z.number().int(),
});

/** Numbers of pods, as the controller counts them. @public */
export type Replicas = z.infer<typeof replicasSchema>;

/**
 * A workload in an environment: what it runs, how it is, and what belongs to it.
 * @public
 */
export const workloadSchema = z.object({
  uid: z.string(),
  kind: workloadKindSchema,
  name: z.string(),
  /** ISO time */
  createdAt: z.string(),
  images: z.array(z.string()),
  version: versionSchema.optional(),
  /** The full hash, as the annotation has it */
  commit: z.string().optional(),
  /** http(s) address of the repository, where the annotation has one */
  source: z.string().optional(),
  /** http(s) address of the run that built it, where an annotation has one */
  buildUrl: z.string().optional(),
  /** ISO time at which the current revision was created */
  deployedAt: z.string(),
  replicas: replicasSchema,
  health: healthSchema,
  rollout: rolloutSchema,
  /** What is wrong, the most certain first; empty where nothing is known */
  findings: z.array(findingSchema),
  /**
   * `consented`: the workload itself names the entity. `selected`: only the
   * entity's label selector says so, which allows to look and nothing else.
   * `contested`: it names this entity and others, listed in `claimants`.
   */
  claim: z.enum(['consented', 'selected', 'contested']),
  /** Entity refs, when more than one is named */
  claimants: z.array(z.string()).optional(),
  /** What a pod of the current template asks for and may use */
  resources: podResourcesSchema.optional(),
  /** Of what its pods use; absent until somebody looked */
  measurement: measurementSchema.optional(),
  /** Those that move its number of pods; absent where there is none */
  autoscalers: z.array(autoscalerSchema).optional(),
  /** Newest first */
  revisions: z.array(revisionSchema),
  /** By name */
  pods: z.array(podSchema),
});

/**
 * A workload in an environment: what it runs, how it is, and what belongs to it.
 * @public
 */
export type Workload = z.infer<typeof workloadSchema>;

/** An environment without its workloads. @public */
export const environmentHeaderSchema = z.object({
  name: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  production: z.boolean(),
  sync: syncSchema,
  /**
   * Kinds of objects that the cluster keeps from us, by their plural: what is
   * known stays true, but findings that rest on them are missing, and jobs
   * where it is those
   */
  unavailableKinds: z
    .array(z.object({ resource: z.string(), message: z.string() }))
    .optional(),
  /** By name; empty when the service has none here */
  jobs: z.array(jobSeriesSchema),
});

/** An environment without its workloads. @public */
export type EnvironmentHeader = z.infer<typeof environmentHeaderSchema>;

/** One environment of a service. @public */
export const environmentSchema = environmentHeaderSchema.extend({
  /** By kind and name; empty when none of the service is deployed here */
  workloads: z.array(workloadSchema),
});

/** One environment of a service. @public */
export type Environment = z.infer<typeof environmentSchema>;

/**
 * What the clusters run of one service, in the order of promotion. A service
 * that runs in two namespaces of one environment has an entry for each.
 * @public
 */
export const deliverySchema = z.object({
  /** Of the service, as `component:default/name` */
  entityRef: z.string(),
  environments: z.array(environmentSchema),
});

/** What the clusters run of one service; see {@link deliverySchema}. @public */
export type Delivery = z.infer<typeof deliverySchema>;

/** What an environment's entry is known by within a delivery. @public */
export function environmentKey(environment: {
  name: string;
  namespace: string;
}): string {
  return `${environment.name}/${environment.namespace}`;
}

/** The order of workloads within an environment: by kind, then name, then uid. @public */
export function compareWorkloads(
  a: Pick<Workload, 'kind' | 'name' | 'uid'>,
  b: Pick<Workload, 'kind' | 'name' | 'uid'>,
): number {
  return (
    compareText(a.kind, b.kind) ||
    compareText(a.name, b.name) ||
    compareText(a.uid, b.uid)
  );
}

// Not localeCompare: both ends must order alike, whatever their locale.
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
