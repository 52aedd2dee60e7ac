import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError } from '@backstage/errors';
import { KUBERNETES_ID } from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  Applied,
  ApplyAction,
  ApplyPlan,
  Clock,
  PlannedObject,
} from '@fairway/backstage-plugin-delivery-common';
import type { Request } from 'express';
import { createHash } from 'node:crypto';
import { mapUnreachable } from '../../kubernetes';
import type { ClusterAnswer } from '../../kubernetes';
import type { ActionLog } from '../ActionLog';
import type { ActionStep } from '../ActionStore';
import type { ActionRequestOptions } from '../PipelineActions';
import type { ApplyPlanner, PreparedApply } from './ApplyPlanner';
import { apiErrorMessage } from './ClusterObjects';
import { describeObject } from './parseManifests';

/** A cluster that does not answer by then is not waited for. */
const LIMIT_MS = 30_000;

/** Who asks, of which service. */
export interface ApplyRequester {
  entity: Entity;
  /** Entity ref of the person */
  actor: string;
  /** Whether the person may see configuration there */
  mayReadValues: boolean;
  /** Whether the catalog does not have the service yet: nothing can be its own */
  isDraft: boolean;
  /** Entity refs of others that say the same of what runs */
  conflictingOwners: string[];
}

/** Gives environments objects of a service: planned, written down, applied one after the other. */
export class ApplyActions {
  readonly #planner: ApplyPlanner;
  readonly #log: ActionLog;
  readonly #clock: Clock;

  static create(options: {
    planner: ApplyPlanner;
    log: ActionLog;
    clock: Clock;
  }): ApplyActions {
    return new ApplyActions(options);
  }

  private constructor(options: Parameters<typeof ApplyActions.create>[0]) {
    this.#planner = options.planner;
    this.#log = options.log;
    this.#clock = options.clock;
  }

  /**
   * What it would do, by the API server's own dry run.
   *
   * @throws an error of `@backstage/errors` that says why there is no plan
   */
  async plan(
    requester: ApplyRequester,
    action: ApplyAction,
  ): Promise<ApplyPlan> {
    return (await this.#prepare(requester, action)).plan;
  }

  /**
   * Applies, once for each idempotency key. Where an object is refused, none is
   * applied. That the person may was decided before.
   *
   * @throws an error of `@backstage/errors` that says why it was not done, or
   * how far it came
   */
  async perform(
    request: Request,
    requester: ApplyRequester,
    action: ApplyAction,
    { reason, idempotencyKey }: ActionRequestOptions,
  ): Promise<ActionRecord> {
    if (!reason?.trim()) throw new InputError('Say why: give a reason');
    const { actor, entity } = requester;
    const asked: Applied = {
      kind: 'apply',
      environment: action.environment,
      objects: [],
      digest: createHash('sha256')
        .update(action.manifests)
        .update(action.namespace ? `\0${action.namespace}` : '')
        .update(
          action.applySet
            ? `\0\0${action.applySet}\0${action.prune === true}`
            : '',
        )
        .digest('hex'),
    };
    const known = await this.#log.known(actor, idempotencyKey, asked);
    if (known) return known;
    const prepared = await this.#prepare(requester, action);
    const { canApply, objects } = prepared.plan;
    if (!canApply) throw new ConflictError(refusalsOf(prepared.plan));
    const { id } = await this.#log.perform(
      request,
      {
        record: {
          entityRef: stringifyEntityRef(entity),
          action: {
            ...asked,
            objects: objects.map(({ apiVersion, kind, namespace, name }) => ({
              ...{ apiVersion, kind, namespace, name },
            })),
          },
          actor,
          reason,
        },
        idempotencyKey,
        before: objects,
      },
      () => this.#apply(prepared),
    );
    return this.#log.get(id);
  }

  #prepare(
    { entity, ...requester }: ApplyRequester,
    action: ApplyAction,
  ): Promise<PreparedApply> {
    return mapUnreachable(() =>
      this.#planner.prepare(
        action,
        {
          entityRef: stringifyEntityRef(entity),
          id: entity.metadata.annotations?.[KUBERNETES_ID],
          ...requester,
        },
        AbortSignal.timeout(LIMIT_MS),
      ),
    );
  }

  async #apply({ plan, apply }: PreparedApply): Promise<ActionStep> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    for (const [index, object] of plan.objects.entries()) {
      const answer = await mapUnreachable(() => apply(index, signal));
      if (answer.status < 300) continue;
      throw new ConflictError(
        `${failureOf(object, answer)}. ${doneBefore(plan.objects.slice(0, index))}`,
      );
    }
    return {
      state: 'done',
      endedAt: new Date(this.#clock.now()).toISOString(),
    };
  }
}

function failureOf(object: PlannedObject, answer: ClusterAnswer): string {
  const described = describeObject(object);
  return object.result === 'delete' && answer.status === 409
    ? `${described} was not deleted, because it has changed since it was looked at; look again and try again: ${apiErrorMessage(answer)}`
    : `${described} was refused: ${apiErrorMessage(answer)}`;
}

function doneBefore(objects: PlannedObject[]): string {
  const described = (isDeleted: boolean) =>
    objects
      .filter(({ result }) => (result === 'delete') === isDeleted)
      .map(describeObject)
      .join(', ');
  const [applied, deleted] = [described(false), described(true)];
  return [
    applied ? `Applied before it: ${applied}` : 'Nothing was applied before it',
    ...(deleted ? [`Deleted before it: ${deleted}`] : []),
  ].join('. ');
}

function refusalsOf({ objects }: ApplyPlan): string {
  const refused = objects.filter(({ result }) => result === 'refused');
  return refused
    .map(object => `${describeObject(object)}: ${object.reason}`)
    .join('; ');
}
