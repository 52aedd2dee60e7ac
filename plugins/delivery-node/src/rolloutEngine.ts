import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { Rollout } from '@fairway/backstage-plugin-delivery-common';

/** An object of a kind that an engine watches, as much of it as the engine keeps. @public */
export interface EngineObject<T = unknown> {
  /** Of the object */
  uid: string;
  /** As Kubernetes names it, such as `VirtualService` */
  kind: string;
  /** Of the object */
  name: string;
  /** Of the object */
  namespace: string;
  /** Uid of the object that controls this one */
  ownerUid?: string;
  /** The engine's own, small: it is kept for each object */
  data: T;
}

/** A condition of a workload, as Kubernetes has it. @public */
export interface EngineCondition {
  /** Such as `Progressing` */
  type: string;
  /** `True`, `False` or `Unknown` */
  status: string;
  /** In one word */
  reason?: string;
  /** In a sentence */
  message?: string;
  /** ISO time since when it has this status */
  lastTransitionTime?: string;
}

/** What every workload has, whatever its engine; read from one object by {@link EngineWorkloads.project}. @public */
export interface EngineWorkload<T = unknown> {
  /** The pod template, as the API has it; none where it is another object's */
  template?: unknown;
  /** The workload whose template it takes, and that it stands for */
  replaces?: { kind: string; name: string };
  /** The label value that the current revision's pods and ReplicaSet have in common */
  currentHash?: string;
  /** The name of the label of that value */
  hashLabel: string;
  /** The generation that the controller has seen */
  observedGeneration: number;
  /** Of its status */
  conditions: EngineCondition[];
  /** Pods asked for */
  desired: number;
  /** Pods of all revisions */
  created: number;
  /** Pods of the current revision */
  updated: number;
  /** Pods that are ready */
  ready: number;
  /** Pods that are available */
  available: number;
  /** The engine's own, small: it is kept for each object */
  data: T;
}

/** A kind of workload that an engine rolls out. @public */
export interface EngineWorkloads<T = unknown> {
  /** As Kubernetes names it */
  kind: 'Rollout';
  /** Plural, as permissions name it */
  resource: string;
  /** To list and watch it in all namespaces */
  path: string;
  /**
   * Reads one object.
   * @throws ZodError when it does not look like its kind
   */
  project(object: unknown): EngineWorkload<T>;
}

/** A kind of object that an engine needs besides its workloads. @public */
export interface EngineContext<T = unknown> {
  /** As Kubernetes names it */
  kind: string;
  /** Plural, as permissions name it */
  resource: string;
  /** To list and watch it in all namespaces */
  path: string;
  /**
   * The engine's own data of one object.
   * @throws ZodError when it does not look like its kind
   */
  project(object: unknown): T;
}

/** One workload of an engine with what explains it. @public */
export interface RolloutInput<W = unknown, C = unknown> {
  /** The workload */
  workload: {
    uid: string;
    name: string;
    namespace: string;
    generation: number;
    record: EngineWorkload<W>;
  };
  /** Its revisions, by the value of the hash label */
  revisions: { name: string; hash?: string; number: number }[];
  /** Those of the namespace, of the kinds in {@link RolloutEngine.context} */
  context: EngineObject<C>[];
  /** Kinds of the context that cannot be read now, by plural name, and why */
  unread: ReadonlyMap<string, string>;
}

/**
 * Something that moves workloads from one revision to the next: which
 * resources it watches, and what they say of a rollout. Pure: no clock, no
 * requests. {@link checkRolloutEngine} holds an engine to this.
 * @public
 */
export interface RolloutEngine<W = unknown, C = unknown> {
  /** Such as `argo-rollouts` */
  name: string;
  /** The kinds that it rolls out. A cluster that has not got one of them has none of it */
  workloads: EngineWorkloads<W>[];
  /** What else it reads. A cluster that has not got one of them, or refuses it, has none of it */
  context: EngineContext<C>[];
  /** What is known of a workload's rollout; never throws */
  describe(snapshot: RolloutInput<W, C>): Rollout;
}

/** Takes engines from modules of the delivery plugin. @public */
export interface RolloutEnginesExtensionPoint {
  /**
   * Adds an engine.
   * @throws ConflictError when another has its name or one of its workloads' kinds
   */
  addEngine<W, C>(engine: RolloutEngine<W, C>): void;
}

/** Where modules of the delivery plugin add engines. @public */
export const rolloutEnginesExtensionPoint =
  createExtensionPoint<RolloutEnginesExtensionPoint>({
    id: 'delivery.rollout-engines',
  });
