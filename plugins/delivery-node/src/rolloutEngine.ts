import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type {
  CodedMessage,
  PodStatus,
  Refusal,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';

/** An object of a kind that an engine watches, with the data that the engine keeps. @public */
export interface EngineObject<T = unknown> {
  /** UID of the object */
  uid: string;
  /** Kubernetes kind, such as `VirtualService` */
  kind: string;
  /** Name of the object */
  name: string;
  /** Namespace of the object */
  namespace: string;
  /** UID of the object that controls this one */
  ownerUid?: string;
  /** Data that the engine read from the object; it is kept for each object, so it must be small */
  data: T;
}

/** A condition of a workload. @public */
export interface EngineCondition {
  /** Type, such as `Progressing` */
  type: string;
  /** `True`, `False` or `Unknown` */
  status: string;
  /** Reason in CamelCase */
  reason?: string;
  /** Message in a sentence */
  message?: string;
  /** ISO time of the last change of the status */
  lastTransitionTime?: string;
}

/** Fields that every workload has, read from one object by {@link EngineWorkloads.project}. @public */
export interface EngineWorkload<T = unknown> {
  /** Pod template; undefined where another object has it */
  template?: unknown;
  /** Workload whose template it takes and which it replaces */
  replaces?: { kind: string; name: string };
  /** Value of the hash label of the current revision's pods and ReplicaSet */
  currentHash?: string;
  /** Name of the hash label */
  hashLabel: string;
  /** Generation that the controller has observed */
  observedGeneration: number;
  /** Conditions of the status */
  conditions: EngineCondition[];
  /** Number of desired pods */
  desired: number;
  /** Number of pods of all revisions */
  created: number;
  /** Number of pods of the current revision */
  updated: number;
  /** Number of ready pods */
  ready: number;
  /** Number of available pods */
  available: number;
  /** Seconds that a pod must stay ready to be available */
  minReadySeconds?: number;
  /** Objects of shared kinds that it refers to, also in other namespaces; see {@link EngineContext.isShared} */
  refersTo?: { kind: string; namespace: string; name: string }[];
  /** Data that the engine read from the object; it is kept for each object, so it must be small */
  data: T;
}

/** A kind of workload that an engine rolls out. @public */
export interface EngineWorkloads<T = unknown> {
  /** Kubernetes kind, such as `Rollout` */
  kind: string;
  /** Plural name of the resource, as in RBAC rules */
  resource: string;
  /** API path to list and watch the kind in all namespaces */
  path: string;
  /**
   * Reads one object.
   * @throws ZodError when it is not an object of this kind
   */
  project(object: unknown): EngineWorkload<T>;
}

/** A kind of object that an engine needs besides its workloads. @public */
export interface EngineContext<T = unknown> {
  /** Kubernetes kind, such as `AnalysisRun` */
  kind: string;
  /** Plural name of the resource, as in RBAC rules */
  resource: string;
  /** API path to list and watch the kind in all namespaces */
  path: string;
  /**
   * Reads the engine's data from one object.
   * @throws ZodError when it is not an object of this kind
   */
  project(object: unknown): T;
  /**
   * Whether workloads may refer to objects in other namespaces. Then the objects of all
   * namespaces are kept, and a workload gets those that its `refersTo` names.
   */
  isShared?: boolean;
}

/** A revision of a workload, for an engine. @public */
export interface EngineRevision {
  /** Name of the ReplicaSet or ControllerRevision */
  name: string;
  /** Value of the hash label */
  hash?: string;
  /** Number of the revision; higher is newer */
  number: number;
  /** Whether it is the revision of the workload's pod template */
  isCurrent: boolean;
  /** Number of pods that it is to have now */
  desired: number;
}

/** One workload of an engine with the objects that explain it. @public */
export interface RolloutInput<W = unknown, C = unknown> {
  /** The workload */
  workload: {
    uid: string;
    kind: string;
    name: string;
    namespace: string;
    generation: number;
    record: EngineWorkload<W>;
  };
  /** Revisions of the workload */
  revisions: EngineRevision[];
  /** Status of each pod of the workload */
  pods: PodStatus[];
  /** Objects of the namespace and those that the workload refers to, of the kinds in {@link RolloutEngine.context} */
  context: EngineObject<C>[];
  /** Problem of each kind of the context that cannot be read now, by its plural name */
  unread: ReadonlyMap<string, CodedMessage>;
}

/**
 * An action on a rollout.
 *
 * - `confirm`: go on from the current pause or analysis
 * - `abort`: go back to the stable revision
 * - `retry`: start an aborted rollout again
 * - `promote`: skip the remaining steps
 * - `pause`, `resume`: stop and continue the rollout
 * - `restart`: replace all pods; `at` is an ISO time
 * - `scale`: change the number of pods
 * - `undo`: roll back to the pod template of an earlier revision
 *
 * @public
 */
export type RolloutAction =
  | { kind: 'confirm' | 'abort' | 'retry' | 'promote' | 'pause' | 'resume' }
  | { kind: 'restart'; at: string }
  | { kind: 'scale'; replicas: number }
  | { kind: 'undo'; template: object };

/** An action on a rollout and whether it is possible now. @public */
export interface RolloutActionOption {
  /** Kind of the action */
  kind: RolloutAction['kind'];
  /** Why it is not possible now; undefined when it is */
  refusal?: Refusal;
}

/** One request that carries out a part of a rollout action. @public */
export interface RolloutPatch {
  /** Subresource of the workload; the workload itself if omitted */
  subresource?: 'status' | 'scale';
  /** Media type of the patch */
  contentType: 'application/json-patch+json' | 'application/merge-patch+json';
  /** Body of the patch, with a precondition on the state that the action was planned for */
  body: object;
}

/**
 * Something that moves workloads from one revision to the next: the resources that it
 * watches, how it describes a rollout, and how it carries out actions. Pure: no clock,
 * no requests. {@link checkRolloutEngine} checks an engine against this contract.
 * @public
 */
export interface RolloutEngine<W = unknown, C = unknown> {
  /** Unique name, such as `argo-rollouts` */
  name: string;
  /** Kinds that it rolls out; a cluster that does not serve one has no such workloads */
  workloads: EngineWorkloads<W>[];
  /** Other kinds that it reads; a cluster may not serve or may refuse some of them */
  context: EngineContext<C>[];
  /** Describes a rollout; never throws */
  describe(input: RolloutInput<W, C>): Rollout;
  /** Lists every kind of action once, with the reason for each that is not possible now. */
  actions(input: RolloutInput<W, C>): RolloutActionOption[];
  /**
   * Requests that carry out an action, in the order in which they have to be sent.
   *
   * @throws ConflictError when {@link RolloutEngine.actions} refuses the action
   */
  patch(input: RolloutInput<W, C>, action: RolloutAction): RolloutPatch[];
}

/** Takes engines from modules of the delivery plugin. @public */
export interface RolloutEnginesExtensionPoint {
  /**
   * Adds an engine.
   * @throws ConflictError when another engine has its name or one of its kinds of workload
   */
  addEngine<W, C>(engine: RolloutEngine<W, C>): void;
}

/** Where modules of the delivery plugin add rollout engines. @public */
export const rolloutEnginesExtensionPoint =
  createExtensionPoint<RolloutEnginesExtensionPoint>({
    id: 'delivery.rollout-engines',
  });
