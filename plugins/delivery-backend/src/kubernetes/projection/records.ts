import type {
  EngineWorkload,
  EngineWorkloads,
} from '@fairway/backstage-plugin-delivery-node';
import type {
  PodResources,
  PodStatus,
} from '@fairway/backstage-plugin-delivery-common';

/** What every record keeps of an object. */
export interface ObjectRecord {
  uid: string;
  name: string;
  namespace: string;
  labels: Record<string, string>;
  /** ISO time */
  createdAt: string;
  deleting: boolean;
  /** Of the object that controls this one */
  ownerUid?: string;
  /** ISO time at which it was to be gone; only while it is being deleted */
  deletionTimestamp?: string;
  /** What must let go before it is gone; only while it is being deleted */
  finalizers?: string[];
}

/** What a pod template says of the software in it; never its environment. */
export interface TemplateRecord {
  /** In the order of the containers */
  images: string[];
  /** The one that the workload is about: the default container's, else the first */
  mainImage: string;
  versionLabel?: string;
  commit?: string;
  source?: string;
  /** http(s) address of the run that built the image */
  buildUrl?: string;
  /** Names of the containers, in the order of `images` */
  containers: string[];
  /** What one of its pods asks for and may use */
  resources?: PodResources;
}

/** A status condition, as Kubernetes has it. */
export interface ConditionRecord {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  /** ISO time; of a Deployment's conditions only */
  lastUpdateTime?: string | null;
  /** ISO time since when it has this status */
  lastTransitionTime?: string | null;
}

/** A write to fields of an object, from managedFields. */
export interface FieldWrite {
  /** The field manager's name, such as `kubectl-set` */
  manager: string;
  /** ISO time */
  at: string;
}

interface WorkloadRecordBase extends ObjectRecord {
  /** Ref of the entity that `fairway.dev/entity` names */
  entity?: string;
  template: TemplateRecord;
  /** Of the pods that it makes; what Services and budgets select by */
  podLabels: Record<string, string>;
  generation: number;
  observedGeneration: number;
  conditions: ConditionRecord[];
  /** Who last set an image of the template */
  imageSetBy?: FieldWrite;
  /** Who last wrote anything of the template */
  templateSetBy?: FieldWrite;
  /** Who last wrote how many pods there are to be */
  replicasSetBy?: Pick<FieldWrite, 'manager'> & Partial<FieldWrite>;
  /** `fairway.dev/actor` */
  actor?: string;
}

export interface DeploymentRecord extends WorkloadRecordBase {
  kind: 'Deployment';
  /** `deployment.kubernetes.io/revision` */
  revision: number;
  paused: boolean;
  desired: number;
  /** Pods of all revisions */
  created: number;
  updated: number;
  ready: number;
  available: number;
}

export interface StatefulSetRecord extends WorkloadRecordBase {
  kind: 'StatefulSet';
  /** Name of the ControllerRevision asked for */
  updateRevision?: string;
  /** Name of the ControllerRevision that all pods had last */
  currentRevision?: string;
  onDelete: boolean;
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
  desired: number;
  created: number;
  updated: number;
  ready: number;
  available: number;
}

/** A workload of a rollout engine from a module. */
export interface EngineWorkloadRecord extends WorkloadRecordBase {
  kind: EngineWorkloads['kind'];
  /** The engine's name */
  engine: string;
  /** As the engine read it, without its template */
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

/** A workload at the root of what it owns. */
export type WorkloadRecord = NativeWorkloadRecord | EngineWorkloadRecord;

/** A revision of a workload: a ReplicaSet of a Deployment, a ControllerRevision of the others. */
export interface RevisionRecord extends ObjectRecord {
  kind: 'ReplicaSet' | 'ControllerRevision';
  number: number;
  /** Numbers that it had before, oldest first; a ReplicaSet remembers them */
  earlierNumbers: number[];
  template: TemplateRecord;
  changeCause?: string;
  /** A ReplicaSet counts its pods itself */
  replicas?: { desired: number; ready: number };
}

/** How a container ended. */
export interface TerminationRecord {
  exitCode: number;
  reason?: string;
  signal?: number;
  /** The end of it, without credentials */
  message?: string;
  /** ISO time */
  at?: string;
}

/** A container that is not simply well, or was restarted. */
export interface ContainerRecord {
  name: string;
  type: 'init' | 'sidecar' | 'main';
  image: string;
  ready: boolean;
  /** Past its startup probe */
  started: boolean;
  restarts: number;
  /** One of these three says what it does now */
  waiting?: { reason?: string; message?: string };
  runningSince?: string;
  terminated?: TerminationRecord;
  /** How the one before this one ended */
  lastTerminated?: TerminationRecord;
  memoryLimit?: string;
  cpuLimit?: string;
  probes: ('liveness' | 'readiness' | 'startup')[];
}

/** Without labels: there are many pods, and what they belong to is known by their owner. */
export interface PodRecord extends Omit<ObjectRecord, 'labels'> {
  kind: 'Pod';
  status: PodStatus;
  reason?: string;
  message?: string;
  isReady: boolean;
  /** ISO time since when it is ready */
  readySince?: string;
  /** `sha256:...` of what runs, by container */
  digests: Record<string, string>;
  restarts: number;
  node?: string;
  /** ISO time since when it is not ready, or not placed */
  since?: string;
  /** Those that are not simply well; a pod that is well has none */
  containers?: ContainerRecord[];
  /** Why Kubernetes itself ended it: eviction, preemption, a lost node */
  disruption?: { reason: string; message?: string; time?: string };
  /** Names of its PersistentVolumeClaims */
  claims?: string[];
  /** `controller-revision-hash`: a ControllerRevision's name, or for a DaemonSet the end of it */
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

/** Whether a rollout engine from a module rolls out the workload. */
export function isEngineWorkload(
  workload: WorkloadRecord,
): workload is EngineWorkloadRecord {
  return 'engine' in workload;
}
