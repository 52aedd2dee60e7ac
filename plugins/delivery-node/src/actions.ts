import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { Permission } from '@backstage/plugin-permission-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  ActionState,
  ActionTarget,
  AnyAction,
  CodedMessage,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { ZodType } from 'zod';

/** Person who requests an action. @public */
export interface Actor {
  /** Entity ref of the user */
  userEntityRef: string;
  /** Entity refs of the user and of the groups that the user is a member of */
  ownershipEntityRefs: string[];
}

/** A Kubernetes object with its namespace. @public */
export interface GuardedManifest {
  /** API group and version, such as `apps/v1` */
  apiVersion: string;
  /** Kind of the object */
  kind: string;
  /** Name, namespace, labels and annotations of the object */
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
}

/** A Kubernetes object that an action would write or delete, for guards. @public */
export interface GuardedObject {
  /** Name of the environment that the object is written to */
  environment: string;
  /** Whether the object is written or deleted */
  operation: 'write' | 'delete';
  /** The object as it would be written; for a deletion the object as it is */
  manifest: GuardedManifest;
  /** All objects that the action writes, this one included */
  written: readonly GuardedManifest[];
  /**
   * Whether the existing object has been read. A guard that compares with the cluster
   * decides only then, so that a refusal before reveals nothing
   */
  isRead: boolean;
  /** The existing object from the API server; undefined where there is none, or before it has been read */
  existing?: unknown;
}

/** A requested action whose target has been resolved. @public */
export interface ActionContext<A extends AnyAction = AnyAction> {
  /** The action, parsed with the schema of its handler */
  action: A;
  /** Target of the action */
  target: ActionTarget;
  /** Entity of a target of type `service` */
  entity?: Entity;
  /** Whether the catalog does not have the entity yet, so that it cannot own anything; only in a dry run */
  isDraft: boolean;
  /** Person who requests the action */
  actor: Actor;
  /** Reason that the person gave */
  reason?: string;
  /** Credentials of the person */
  credentials: BackstageCredentials;
  /** Ends the work on the action */
  signal: AbortSignal;
  /**
   * Checks one object of the action with every guard. A handler that writes or
   * deletes objects calls it when it plans, before it reads the existing object and
   * after that, and again just before it writes.
   */
  checkObject(object: GuardedObject): Promise<Refusal | undefined>;
}

/** {@link ActionContext} with what a guard decides on. @public */
export interface GuardContext extends Omit<ActionContext, 'checkObject'> {
  /** One object of the action; undefined when the action as a whole is checked */
  object?: GuardedObject;
}

/**
 * Something that can refuse an action: ownership, a lock, a freeze window, an
 * approval. It is checked when the action is planned and again before it is executed.
 * @public
 */
export interface ActionGuard {
  /** Unique id, such as `delivery.managed-by-other` */
  readonly id: string;
  /**
   * Checks an action, or one object of it.
   *
   * @returns why it is refused, or undefined. An error refuses the action as well
   */
  check(context: GuardContext): Promise<Refusal | undefined>;
}

/** Plan of an action that cannot be done. @public */
export interface RefusedPlan {
  /** Why the action is refused; not empty */
  refusals: [Refusal, ...Refusal[]];
  /** The action for the audit log: no secrets, no content of manifests */
  recorded: AnyAction;
  /** What a dry run answers with, in a shape of the action's kind */
  preview?: JsonValue;
}

/** Plan of an action that can be done. @public */
export interface ExecutablePlan<D = unknown> {
  /** Empty */
  refusals: [];
  /** The action for the audit log: no secrets, no content of manifests */
  recorded: AnyAction;
  /** What a dry run answers with, in a shape of the action's kind */
  preview?: JsonValue;
  /** State of the target before the action, for the audit log and for `observe`; no secrets */
  before?: JsonValue;
  /** What `execute` needs; it is not stored */
  details: D;
}

/** Result of planning an action. @public */
export type ActionPlan<D = unknown> = RefusedPlan | ExecutablePlan<D>;

/** How an action went, as far as is known. @public */
export type ActionOutcome =
  | {
      /** It has been done */
      state: 'succeeded';
      /** What was done, where there is something to say */
      message?: CodedMessage;
      /** Id of the run that was started */
      runId?: string;
    }
  | {
      /** It waits in the server's queue */
      state: 'queued';
      /** What `observe` needs to follow it */
      tracking: JsonObject;
      /** Why it waits */
      message?: CodedMessage;
    }
  | {
      /** It was tried and failed; nobody can find out whether it was done */
      state: 'failed' | 'unknown';
      /** Why */
      message: CodedMessage;
    };

/** An action of the audit log whose outcome is not known yet. @public */
export interface UnsettledAction {
  /** Id of the audit log entry */
  id: string;
  /** Target of the action */
  target: ActionTarget;
  /** The action as it was recorded */
  action: AnyAction;
  /** ISO time of the request */
  at: string;
  /** `pending` or `queued` */
  state: Extract<ActionState, 'pending' | 'queued'>;
  /** State of the target before the action */
  before?: JsonValue;
  /** What `execute` or `observe` gave to follow a queued action */
  tracking?: JsonObject;
}

/**
 * Knows how to do one kind of action. The portal authenticates, resolves the
 * target, authorizes, checks guards, writes the audit log, and calls `execute` at
 * most once for an idempotency key.
 * @public
 */
export interface ActionHandler<A extends AnyAction = AnyAction, D = unknown> {
  /** Namespaced kind of the action, such as `workload.restart` */
  readonly kind: A['kind'];
  /** Schema of the action, with its `kind` */
  readonly schema: ZodType<A>;
  /** Types of target that the action accepts */
  readonly targets: readonly ActionTarget['type'][];
  /**
   * Permissions that the person needs. One of the resource type `delivery-service`
   * is decided on the entity, one of `delivery-environment` on the entity and the
   * environment of the target, a basic one by itself.
   */
  readonly permissions: readonly Permission[];
  /** Whether the person must give a reason */
  readonly requiresReason: boolean;
  /**
   * Works out what the action would do, without doing it.
   *
   * @throws an error of `@backstage/errors` when it cannot be planned: `InputError`
   * for an invalid action, `NotFoundError` for a target that does not exist,
   * `ServiceUnavailableError` when a server does not answer. What the portal or a
   * server refuses is a refusal of the plan, not an error
   */
  plan(context: ActionContext<A>): Promise<ActionPlan<D>>;
  /**
   * Does what was planned, with preconditions so that it changes nothing else.
   *
   * @throws `ServiceUnavailableError` when it is not known whether it was done:
   * the portal then observes. `NotAllowedError`, `InputError` and `ConflictError`
   * when the server refused it; any other error when it failed
   */
  execute(
    context: ActionContext<A>,
    plan: ExecutablePlan<D>,
  ): Promise<ActionOutcome>;
  /**
   * Finds out from the cluster or the CI server how an action went whose outcome
   * is not known. It changes nothing and does not guess.
   *
   * @throws `ServiceUnavailableError` when the server does not answer: the portal
   * asks again later
   */
  observe(
    action: UnsettledAction,
    options: {
      /** Ends the call */
      signal: AbortSignal;
    },
  ): Promise<ActionOutcome>;
}

/** Takes action handlers and guards from modules of the delivery plugin. @public */
export interface ActionsExtensionPoint {
  /**
   * Adds a handler.
   * @throws ConflictError when another handler has its kind
   */
  addHandler<A extends AnyAction, D>(handler: ActionHandler<A, D>): void;
  /**
   * Adds a guard, which is checked for every action.
   * @throws ConflictError when another guard has its id
   */
  addGuard(guard: ActionGuard): void;
}

/** Where modules of the delivery plugin add actions and guards. @public */
export const actionsExtensionPoint =
  createExtensionPoint<ActionsExtensionPoint>({ id: 'delivery.actions' });
