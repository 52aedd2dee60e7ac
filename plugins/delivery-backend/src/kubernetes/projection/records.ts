import type {
  EngineWorkload,
  EngineWorkloads,
} from '@fairway/backstage-plugin-delivery-node';
import type {
  PodResources,
  PodStatus,
} from '@fairway/backstage-plugin-delivery-common';

/** Fields of the records of all kinds. */
export interface ObjectRecord {
  uid: string;
  name: string;
  namespace: string;
  labels: Record<string, string>;
  /** ISO time of its creation */
  createdAt: string;
  deleting: boolean;
  /** Uid of the object that controls it */
  ownerUid?: string;
  /** ISO time at which its deletion is due; only while it is being deleted */
  deletionTimestamp?: string;
  /** Finalizers that must end before it is deleted; only while it is being deleted */
  finalizers?: string[];
}

/** Software in a pod template; never its environment variables. */
export interface TemplateRecord {
  /** Images, in the order of the containers */
  images: string[];
  /** Image of the default container, or the first image */
  mainImage: string;
  versionLabel?: string;
  commit?: string;
  source?: string;
  /** http(s) address of the run that built the image */
  buildUrl?: string;
  /** Names of the containers, in the order of `images` */
  containers: string[];
  /** Requests and limits of one of its pods */
  resources?: PodResources;
}

/** A status condition, as Kubernetes has it. */
export interface ConditionRecord {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  /** ISO time of the last update; only for the conditions of a Deployment */
  lastUpdateTime?: string | null;
  /** ISO time since when it has this status */
  lastTransitionTime?: string | null;
}

/** A write to fields of an object, from managedFields. */
export interface FieldWrite {
  /** Name of the field manager, such as `kubectl-set` */
  manager: string;
  /** ISO time of the write */
  at: string;
}

interface WorkloadRecordBase extends ObjectRecord {
  /** Ref of the entity in `fairway.dev/entity` */
  entity?: string;
  template: TemplateRecord;
  /** Labels of its pods, which Services and budgets select by */
  podLabels: Record<string, string>;
  /** Seconds that a pod must stay ready to be available; undefined for none */
  minReadySeconds?: number;
  generation: number;
  observedGeneration: number;
  conditions: ConditionRecord[];
  /** Last write to an image of the template */
  imageSetBy?: FieldWrite;
  /** Last write to the template */
  templateSetBy?: FieldWrite;
  /** Last write to the number of replicas */
  replicasSetBy?: Pick<FieldWrite, 'manager'> & Partial<FieldWrite>;
  /** Value of `fairway.dev/actor` */
  actor?: string;
}

export interface DeploymentRecord extends WorkloadRecordBase {
  kind: 'Deployment';
  /** Value of `deployment.kubernetes.io/revision` */
  revision: number;
  paused: boolean;
  desired: number;
  /** Number of pods of all revisions */
  created: number;
  updated: number;
  ready: number;
  available: number;
}

export interface StatefulSetRecord extends WorkloadRecordBase {
  kind: 'StatefulSet';
  /** Name of the ControllerRevision of its template */
  updateRevision?: string;
  /** Name of the ControllerRevision that all pods had before */
  currentRevision?: string;
  onDelete: boolean;
  /** Whether it creates a pod only when the one before is ready */
  isOrdered: boolean;
  /** Pods with a lower ordinal keep the old revision */
  partition: number;
  desired: number;
  created: number;
  updated: number;
  ready: number;
  available: number;
}

export interface DaemonSetRecord extends WorkloadRecordBase {
  kind: 'DaemonSet';
  onDelete: boolean;
  /** Labels and expressions that a node must match, as text; undefined for any node */
  nodeSelector?: string;
  desired: number;
  created: number;
  updated: number;
  ready: number;
  available: number;
}

/** A workload of a rollout engine from a module. */
export interface EngineWorkloadRecord extends WorkloadRecordBase {
  kind: EngineWorkloads['kind'];
  /** Name of the engine */
  engine: string;
  /** Data that the engine read, without the template */
  own: Omit<EngineWorkload, 'template'>;
  desired: number;
  created: number;
  updated: number;
  ready: number;
  available: number;
}

/** A workload of Kubernetes' own controllers. */
export type NativeWorkloadRecord =
  DeploymentRecord | StatefulSetRecord | DaemonSetRecord;

/** A workload. */
export type WorkloadRecord = NativeWorkloadRecord | EngineWorkloadRecord;

/** A revision of a workload: a ReplicaSet of a Deployment, a ControllerRevision of the others. */
export interface RevisionRecord extends ObjectRecord {
  kind: 'ReplicaSet' | 'ControllerRevision';
  number: number;
  /** Earlier numbers of a ReplicaSet, oldest first */
  earlierNumbers: number[];
  template: TemplateRecord;
  changeCause?: string;
  /** Numbers of pods; only for a ReplicaSet */
  replicas?: { desired: number; ready: number };
}

/** End of a container. */
export interface TerminationRecord {
  exitCode: number;
  reason?: string;
  signal?: number;
  /** End of its last output, without credentials */
  message?: string;
  /** ISO time of the end */
  at?: string;
}

/** A container that is unhealthy, or that was restarted. */
export interface ContainerRecord {
  name: string;
  type: 'init' | 'sidecar' | 'main';
  image: string;
  ready: boolean;
  /** Whether its startup probe has succeeded */
  started: boolean;
  restarts: number;
  /** Current state, as one of the next three fields */
  waiting?: { reason?: string; message?: string };
  runningSince?: string;
  terminated?: TerminationRecord;
  /** End of the container before the last restart */
  lastTerminated?: TerminationRecord;
  memoryLimit?: string;
  cpuLimit?: string;
  probes: ('liveness' | 'readiness' | 'startup')[];
}

/** A pod. It has no labels: there are many pods, and the owner says what a pod belongs to. */
export interface PodRecord extends Omit<ObjectRecord, 'labels'> {
  kind: 'Pod';
  status: PodStatus;
  reason?: string;
  message?: string;
  /** End of the container that makes the pod fail */
  exit?: Pick<TerminationRecord, 'exitCode' | 'reason' | 'message'> & {
    container: string;
  };
  isReady: boolean;
  /** ISO time since when it is ready */
  readySince?: string;
  /** Digests of the running images as `sha256:...`, by container */
  digests: Record<string, string>;
  restarts: number;
  node?: string;
  /** ISO time since when it is not ready, or not scheduled */
  since?: string;
  /** Unhealthy and restarted containers; undefined for a healthy pod */
  containers?: ContainerRecord[];
  /** Memory limit of all its containers together; only with `containers` */
  memoryLimit?: string;
  /** Reason why Kubernetes ended it: eviction, preemption, a lost node */
  disruption?: {
    /** Reason of the kubelet, otherwise of the condition */
    reason: string;
    /** Reason of the condition `DisruptionTarget` */
    condition?: string;
    message?: string;
    time?: string;
  };
  /** Scheduling gates that hold it back */
  gates?: string[];
  /** Readiness gates that are not fulfilled */
  readinessGates?: string[];
  /** Whether its node has not set up its sandbox, with network and volumes, yet */
  lacksSandbox?: boolean;
  /** Why its node does not change its resources as its spec asks for */
  resize?: ConditionRecord;
  /** Node on which the scheduler frees space for it by preemption */
  nominatedNode?: string;
  /** Names of its PersistentVolumeClaims */
  claims?: string[];
  /** Value of `controller-revision-hash`: name of the ControllerRevision; for a DaemonSet, the end of the name */
  revisionHash?: string;
}

/** Workloads and what they own. */
export type DeliveryRecord = WorkloadRecord | RevisionRecord | PodRecord;

export function isPod(record: DeliveryRecord): record is PodRecord {
  return record.kind === 'Pod';
}

export function isRevision(record: DeliveryRecord): record is RevisionRecord {
  return record.kind === 'ReplicaSet' || record.kind === 'ControllerRevision';
}

export function isWorkload(record: DeliveryRecord): record is WorkloadRecord {
  return !isPod(record) && !isRevision(record);
}

/** Whether a workload is a Deployment. Its kind alone does not tell: engines have kinds of any name. */
export function isDeployment(
  workload: WorkloadRecord,
): workload is DeploymentRecord {
  return workload.kind === 'Deployment' && !isEngineWorkload(workload);
}

/** Whether a workload is a StatefulSet. */
export function isStatefulSet(
  workload: WorkloadRecord,
): workload is StatefulSetRecord {
  return workload.kind === 'StatefulSet' && !isEngineWorkload(workload);
}

/** Whether a rollout engine from a module rolls out the workload. */
export function isEngineWorkload(
  workload: WorkloadRecord,
): workload is EngineWorkloadRecord {
  return 'engine' in workload;
}
