import { z } from 'zod';
import { codedMessageSchema } from './codedMessage';
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
 * How current the data of an environment is.
 *
 * - `syncing`: the first list is not complete yet; nothing is known
 * - `synced`: the data is current and the cluster is connected
 * - `stale`: the cluster cannot be read now; the data is the last known state
 * - `failed`: the cluster has never been read; nothing is known
 * - `forbidden`: the viewer may not read this environment
 *
 * @public
 */
export const syncStateSchema = z.enum([
  'syncing',
  'synced',
  'stale',
  'failed',
  'forbidden',
]);

/** How current the data of an environment is; see {@link syncStateSchema}. @public */
export type SyncState = z.infer<typeof syncStateSchema>;

/** How current the data of an environment is, since when, and why. @public */
export const syncSchema = z.object({
  state: syncStateSchema,
  /** ISO time at which the state began; for `stale`, the time of the last message from the cluster */
  since: z.string(),
  /** Reason, and what to do, as an English sentence; present if the state is not `synced` */
  message: z.string().optional(),
  /** The same as a code with values, to be shown in the viewer's language */
  problem: codedMessageSchema.optional(),
});

/** How current the data of an environment is, since when, and why. @public */
export type Sync = z.infer<typeof syncSchema>;

/**
 * Status of a pod. Only a `ready` pod receives traffic; a `succeeded` pod has
 * completed its work; a `waiting` pod is held back on purpose, for example by a
 * scheduling gate.
 *
 * @public
 */
export const podStatusSchema = z.enum([
  'ready',
  'waiting',
  'starting',
  'not-ready',
  'failing',
  'unschedulable',
  'terminating',
  'succeeded',
  'failed',
]);

/** Status of a pod; see {@link podStatusSchema}. @public */
export type PodStatus = z.infer<typeof podStatusSchema>;

/** One pod of a workload. @public */
export const podSchema = z.object({
  uid: z.string(),
  name: z.string(),
  /** ISO time */
  createdAt: z.string(),
  status: podStatusSchema,
  /** Reason that the kubelet, scheduler or container reports: `CrashLoopBackOff`, `OOMKilled`, `Unschedulable`... */
  reason: z.string().optional(),
  /** Kubernetes' message for the reason */
  message: z.string().optional(),
  /** End of the container that makes the pod fail; then there is no message */
  exit: z
    .object({
      container: z.string(),
      exitCode: z.number().int(),
      /** Reason that Kubernetes gives, such as `OOMKilled` */
      reason: z.string().optional(),
      /** End of the container's last output */
      message: z.string().optional(),
    })
    .optional(),
  /** Number of restarts, summed over the containers */
  restarts: z.number().int(),
  node: z.string().optional(),
  /** Name of the revision that the pod belongs to */
  revision: z.string().optional(),
  /** CPU and memory in use; absent if not measured */
  usage: podUsageSchema.optional(),
});

/** One pod of a workload. @public */
export type Pod = z.infer<typeof podSchema>;

/** One pod template of a workload: a ReplicaSet or ControllerRevision. @public */
export const revisionSchema = z.object({
  uid: z.string(),
  /** Name of the ReplicaSet or ControllerRevision */
  name: z.string(),
  /** Kubernetes' revision number; a rollback gives an old revision a new number */
  number: z.number().int(),
  /** ISO time */
  createdAt: z.string(),
  /** Whether it matches the pod template in the workload's spec */
  current: z.boolean(),
  images: z.array(z.string()),
  version: versionSchema.optional(),
  commit: z.string().optional(),
  /** http(s) URL of the run that built the image, from the annotation */
  buildUrl: z.string().optional(),
  /** Value of the `kubernetes.io/change-cause` annotation */
  changeCause: z.string().optional(),
  /** Numbers of pods of this revision */
  replicas: z.object({ desired: z.number().int(), ready: z.number().int() }),
});

/**
 * One pod template of a workload: a ReplicaSet or ControllerRevision.
 * @public
 */
export type Revision = z.infer<typeof revisionSchema>;

/**
 * Software that serves, or that a workload's spec asks for.
 *
 * @public
 */
export const softwareSchema = z.object({
  /** Names of its revisions; several if they differ in other parts of the pod template */
  revisions: z.array(z.string()),
  version: versionSchema.optional(),
  /** Full hash of the commit, from the annotation */
  commit: z.string().optional(),
  /** In the order of the containers; empty if the revision is not known any more */
  images: z.array(z.string()),
  /** http(s) URL of the run that built the image, from the annotation */
  buildUrl: z.string().optional(),
});

/** Software that serves, or that a workload's spec asks for. @public */
export type Software = z.infer<typeof softwareSchema>;

/** Software that users reach now. @public */
export const servingSchema = softwareSchema.extend({
  /** Number of ready pods */
  pods: z.number().int(),
  /**
   * Percentage of the requests, with two decimals: of the traffic where a router
   * splits it, otherwise of the ready pods
   */
  share: z.number(),
  /** Whether requests with certain headers go to it, besides its share */
  hasHeaderRoute: z.boolean().optional(),
});

/** Software that users reach now. @public */
export type Serving = z.infer<typeof servingSchema>;

/** Software that a workload's spec asks for. @public */
export const targetSchema = softwareSchema.extend({
  /** ISO time at which the spec began to ask for it */
  since: z.string(),
});

/** Software that a workload's spec asks for. @public */
export type Target = z.infer<typeof targetSchema>;

/** Kubernetes kind of a workload, such as `Deployment`, or a kind of a rollout engine. @public */
export const workloadKindSchema = z.string();

/** Kubernetes kind of a workload; see {@link workloadKindSchema}. @public */
export type WorkloadKind = z.infer<typeof workloadKindSchema>;

/** Numbers of pods as the workload's controller reports them, and counted by revision. @public */
export const replicasSchema = z.object({
  desired: z.number().int(),
  /** Number of pods of the newest revision */
  updated: z.number().int(),
  /** Number of ready pods of the newest revision */
  updatedReady: z.number().int(),
  ready: z.number().int(),
  available: z.number().int(),
});

/** Numbers of pods as the workload's controller reports them, and counted by revision. @public */
export type Replicas = z.infer<typeof replicasSchema>;

/**
 * A workload in an environment, with its version, health, rollout and pods.
 * @public
 */
export const workloadSchema = z.object({
  uid: z.string(),
  kind: workloadKindSchema,
  name: z.string(),
  /** ISO time */
  createdAt: z.string(),
  /**
   * Software that users reach, by share, the largest first. Empty if no pod is ready,
   * and while the pods are not known: then the health is `unknown`.
   */
  serving: z.array(servingSchema),
  /** Software that the spec asks for; absent if it is exactly what is serving */
  target: targetSchema.optional(),
  /** http(s) URL of the repository, from the annotation */
  source: z.string().optional(),
  /** ISO time at which the software with the largest share was deployed, otherwise the target */
  deployedAt: z.string(),
  replicas: replicasSchema,
  health: healthSchema,
  rollout: rolloutSchema,
  /** Findings of the diagnosis, the most certain first; empty if no problem is known */
  findings: z.array(findingSchema),
  /**
   * How the workload is assigned to the entity. `consented`: the workload itself
   * names the entity. `selected`: only the entity's label selector matches, which
   * allows reading and nothing else. `contested`: the workload names this entity
   * and others, listed in `claimants`.
   */
  claim: z.enum(['consented', 'selected', 'contested']),
  /** Refs of all entities that the workload names; present if there is more than one */
  claimants: z.array(z.string()).optional(),
  /** Resource requests and limits of one pod of the current template */
  resources: podResourcesSchema.optional(),
  /** Result of measuring the pods' resource usage; absent until a user has viewed the workload */
  measurement: measurementSchema.optional(),
  /** Autoscalers of the workload; absent if there is none */
  autoscalers: z.array(autoscalerSchema).optional(),
  /** Revisions, newest first */
  revisions: z.array(revisionSchema),
  /** Pods, sorted by name */
  pods: z.array(podSchema),
});

/**
 * A workload in an environment, with its version, health, rollout and pods.
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
   * Kinds of objects that the portal may not read in the cluster, by plural
   * resource name. The other data is complete, but findings that need these kinds
   * are missing, and so are the jobs if they are among these kinds.
   */
  unavailableKinds: z
    .array(z.object({ resource: z.string(), problem: codedMessageSchema }))
    .optional(),
  /** Why workloads with the id of the service are missing: they belong to another entity */
  ownershipProblem: codedMessageSchema.optional(),
  /** Jobs of the service in this environment, sorted by name */
  jobs: z.array(jobSeriesSchema),
});

/** An environment without its workloads. @public */
export type EnvironmentHeader = z.infer<typeof environmentHeaderSchema>;

/** One environment of a service. @public */
export const environmentSchema = environmentHeaderSchema.extend({
  /** Workloads, sorted by kind and name; empty if the service is not deployed here */
  workloads: z.array(workloadSchema),
});

/** One environment of a service. @public */
export type Environment = z.infer<typeof environmentSchema>;

/**
 * Everything that runs of one service, by environment in the order of promotion.
 * A service that runs in two namespaces of an environment has an entry for each.
 * @public
 */
export const deliverySchema = z.object({
  /** Ref of the service, such as `component:default/name` */
  entityRef: z.string(),
  environments: z.array(environmentSchema),
});

/** Everything that runs of one service; see {@link deliverySchema}. @public */
export type Delivery = z.infer<typeof deliverySchema>;

/** Key of an environment's entry, unique within a delivery: `environment/namespace`. @public */
export function environmentKey(environment: {
  name: string;
  namespace: string;
}): string {
  return `${environment.name}/${environment.namespace}`;
}

/** Compares workloads of an environment by kind, then name, then UID. @public */
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

// Not localeCompare: the server and the browser must sort alike in any locale.
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
