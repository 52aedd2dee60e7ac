import type {
  AuditorServiceEvent,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotFoundError,
  toError,
} from '@backstage/errors';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  describeTarget,
  outcomeMessage,
  problemError,
  problemOf,
  refusal,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionPreview,
  ActionRecord,
  AnyAction,
  AnyActionRequest,
  Clock,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionContext,
  ActionHandler,
  Actor,
  ExecutablePlan,
} from '@fairway/backstage-plugin-delivery-node';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ActionGuards } from '../extensions/ActionGuards';
import type { ActionHandlers } from '../extensions/ActionHandlers';
import type { ActionAuthorizer } from './ActionAuthorizer';
import type { ActionSettler } from './ActionSettler';
import type { ActionStore, ActionUpdate, StoredAction } from './ActionStore';
import { rejection } from './rejection';
import { requestDigest } from './requestDigest';
import { resolveTarget } from './resolveTarget';
import type { ValueHasher } from './ValueHasher';
import { withoutValues } from './withoutValues';

/** Person who requests an action. */
export interface Caller {
  credentials: BackstageCredentials;
  actor: Actor;
}

/** Audit event of a request; the router creates and fails it. */
export type AuditEvent = Pick<AuditorServiceEvent, 'success'>;

/** Time for planning or executing an action, in ms. */
const LIMIT_MS = 45_000;

/** Id of an entry of the audit log. */
const ID = /^[\w-]{1,36}$/;

/** Errors by which a server says that it refuses. */
const REFUSED = ['NotAllowedError', 'InputError', 'ConflictError'];

interface Prepared {
  handler: ActionHandler;
  context: ActionContext;
}

/**
 * Plans and performs actions of every kind: resolve the target, authorize, check
 * the guards, plan, store the audit log entry, check the guards again, execute,
 * store the outcome.
 */
export class ActionService {
  readonly #options: Parameters<typeof ActionService.create>[0];

  static create(options: {
    handlers: ActionHandlers;
    guards: ActionGuards;
    authorizer: ActionAuthorizer;
    catalog: Pick<CatalogService, 'getEntityByRef'>;
    /** Credentials of the plugin */
    getCredentials: () => Promise<BackstageCredentials>;
    store: ActionStore;
    hasher: ValueHasher;
    settler: Pick<ActionSettler, 'executing' | 'wake'>;
    clock: Clock;
  }): ActionService {
    return new ActionService(options);
  }

  private constructor(options: Parameters<typeof ActionService.create>[0]) {
    this.#options = options;
  }

  /**
   * Entry of the audit log, for the person who requested the action.
   *
   * @throws NotFoundError
   */
  async get(id: string): Promise<ActionRecord> {
    // A database may refuse a text that is not an id, such as one with U+0000.
    const stored = ID.test(id) ? await this.#options.store.get(id) : undefined;
    if (!stored) {
      throw problemError(
        NotFoundError,
        requestProblem('actionNotFound', { id: id.slice(0, 100) }),
      );
    }
    return stored.record;
  }

  /**
   * What an action would do; nothing is changed and nothing is stored.
   *
   * @throws an error of `@backstage/errors` when it cannot be planned
   */
  async plan(
    request: AnyActionRequest,
    caller: Caller,
  ): Promise<ActionPreview> {
    const { handler, context } = await this.#prepare(request, caller);
    const forbidden = await this.#forbidden(handler, context);
    if (forbidden) throw rejection([forbidden]);
    const guarded = await this.#guard(context);
    if (guarded) return { refusals: [guarded], preview: undefined };
    const { refusals, preview } = await handler.plan(context);
    return { refusals, preview };
  }

  /**
   * Does an action, once for each idempotency key of a person. A refused request is
   * stored in the audit log as well.
   *
   * @throws an error of `@backstage/errors` that says why it was not done; one of a
   * refused action has `refusals`
   */
  async perform(
    request: AnyActionRequest,
    caller: Caller,
    audit: AuditEvent,
  ): Promise<ActionRecord> {
    const { store, hasher, settler } = this.#options;
    const { handler, context } = await this.#prepare(request, caller);
    const digest = hasher.hash(
      ['request'],
      await requestDigest(
        context.target,
        context.action,
        request.idempotencyKey,
      ),
    );
    const forbidden = await this.#forbidden(handler, context);
    if (forbidden) return this.#reject(context, handler.kind, [forbidden]);
    const earlier = await store.findByKey(
      context.actor.userEntityRef,
      request.idempotencyKey,
    );
    if (earlier) return sameRequest(earlier, digest);
    const guarded =
      handler.requiresReason && !context.reason?.trim()
        ? refusal('reasonMissing')
        : await this.#guard(context);
    if (guarded) return this.#reject(context, handler.kind, [guarded]);
    const plan = await handler.plan(context);
    if (!('details' in plan)) {
      return this.#reject(context, plan.recorded, plan.refusals);
    }
    const record = this.#record(context, plan.recorded, 'pending', []);
    const { stored, isNew } = await settler.executing(record.id, () =>
      store.add({
        record,
        idempotencyKey: request.idempotencyKey,
        digest,
        before: plan.before,
      }),
    );
    if (!isNew) return sameRequest(stored, digest);
    try {
      await settler.executing(record.id, () =>
        this.#execute(record.id, handler, context, plan),
      );
    } finally {
      settler.wake();
    }
    const done = await this.get(record.id);
    if (done.state === 'failed') {
      const error = done.outcome
        ? new ConflictError(done.outcome.message)
        : problemError(ConflictError, requestProblem('actionFailed'));
      throw Object.assign(error, { actionId: done.id, outcome: done.outcome });
    }
    await audit.success({ meta: { id: done.id, state: done.state } });
    return done;
  }

  async #prepare(request: AnyActionRequest, caller: Caller): Promise<Prepared> {
    const { handlers, guards, ...options } = this.#options;
    const { action: requested, target, reason } = request;
    const handler = handlers.get(requested.kind);
    if (!handler) {
      throw problemError(
        InputError,
        requestProblem('actionUnknown', {
          kind: requested.kind,
          kinds: handlers.kinds().join(', '),
        }),
      );
    }
    const parsed = handler.schema.safeParse(requested);
    if (!parsed.success) {
      throw problemError(
        InputError,
        requestProblem('actionInvalid', {
          kind: handler.kind,
          details: z.prettifyError(parsed.error),
        }),
      );
    }
    if (!handler.targets.includes(target.type)) {
      throw problemError(
        InputError,
        requestProblem('actionTargetInvalid', {
          kind: handler.kind,
          types: handler.targets.join(', '),
          type: target.type,
        }),
      );
    }
    const { entity, isDraft } = await resolveTarget(request, caller, options);
    const context: Omit<ActionContext, 'checkObject'> = {
      action: parsed.data,
      target,
      ...(entity && { entity }),
      isDraft,
      actor: caller.actor,
      ...(reason && { reason }),
      credentials: caller.credentials,
      signal: AbortSignal.timeout(LIMIT_MS),
    };
    return {
      handler,
      context: {
        ...context,
        checkObject: object => guards.check({ ...context, object }),
      },
    };
  }

  async #forbidden(
    { permissions }: ActionHandler,
    { entity, target, credentials }: ActionContext,
  ): Promise<Refusal | undefined> {
    const { authorizer } = this.#options;
    const environment =
      'environment' in target ? target.environment : undefined;
    for (const permission of permissions) {
      const resource: { entity?: Entity; environment?: string } = {
        ...(entity && { entity }),
        ...(environment !== undefined && { environment }),
      };
      if (!(await authorizer.isAllowed(permission, resource, credentials))) {
        return refusal('forbidden', {
          permission: permission.name,
          target: describeTarget(target),
        });
      }
    }
    return undefined;
  }

  #guard({ checkObject: _, ...context }: ActionContext) {
    return this.#options.guards.check(context);
  }

  async #reject(
    context: ActionContext,
    recorded: AnyAction | string,
    refusals: [Refusal, ...Refusal[]],
  ): Promise<never> {
    const record = this.#record(
      context,
      typeof recorded === 'string' ? { kind: recorded } : recorded,
      'rejected',
      refusals,
    );
    // The request's own key stays free: the same request may be allowed later.
    await this.#options.store.add({ record, idempotencyKey: record.id });
    throw rejection(refusals);
  }

  async #execute(
    id: string,
    handler: ActionHandler,
    context: ActionContext,
    plan: ExecutablePlan,
  ): Promise<void> {
    const { store } = this.#options;
    const update = async (to: ActionUpdate) =>
      store.update(id, to, this.#now());
    try {
      const guarded = await this.#guard(context);
      if (guarded) throw rejection([guarded]);
      const outcome = await handler.execute(context, plan);
      await update(outcome);
    } catch (thrown) {
      const error = toError(thrown);
      await update(updateOf(error));
      throw error;
    }
  }

  #record(
    { target, actor, reason }: ActionContext,
    action: AnyAction,
    state: ActionRecord['state'],
    refusals: Refusal[],
  ): ActionRecord {
    return {
      id: randomUUID(),
      target,
      action: withoutValues(action, this.#options.hasher),
      actor: actor.userEntityRef,
      ...(reason && { reason }),
      at: this.#now(),
      state,
      refusals,
    };
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

function updateOf(error: Error & { refusals?: Refusal[] }): ActionUpdate {
  const { name, refusals } = error;
  const problem = problemOf(error);
  // Only the server knows whether it has done what it did not confirm.
  if (name === 'ServiceUnavailableError') {
    return {
      state: 'pending',
      message: outcomeMessage('noAnswer', {}, problem),
    };
  }
  return REFUSED.includes(name)
    ? {
        state: 'rejected',
        refusals: refusals ?? [refusal('serverRefused', {}, problem)],
      }
    : { state: 'failed', message: outcomeMessage('failed', {}, problem) };
}

/** The earlier answer, for a request that was made before. */
function sameRequest(stored: StoredAction, digest: string): ActionRecord {
  if (stored.digest === digest) return stored.record;
  throw problemError(ConflictError, requestProblem('idempotencyKeyReused'));
}
