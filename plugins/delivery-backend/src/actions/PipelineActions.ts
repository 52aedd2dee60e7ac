import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
  isError,
  toError,
} from '@backstage/errors';
import type {
  ActionRecord,
  ActionRequest,
} from '@fairway/backstage-plugin-delivery-common';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../Clock';
import { Pace } from '../pipelines/Pace';
import type { PipelineProviders } from '../pipelines/PipelineProviders';
import { idOfRun } from '../pipelines/RunReader';
import type { JobFeeds } from '../pipelines/JobFeeds';
import type { RunReader } from '../pipelines/RunReader';
import type { ActionStep, ActionStore, QueuedAt } from './ActionStore';
import type { Actor } from './mayAnswer';
import { plannedAction } from './plannedAction';
import type { PlannedAction } from './plannedAction';

/** A server that does not answer by then is not waited for. */
const LIMIT_MS = 30_000;
/** How often a queue is asked what has become of something. */
const QUEUE = { first: 1_000, most: 15_000 };

/**
 * The one way to a write: checked, written down, done, and followed until its
 * outcome is known.
 */
export class PipelineActions {
  readonly #options: Parameters<typeof PipelineActions.create>[0];
  readonly #followed = new Set<string>();
  readonly #stopped = new AbortController();

  static create(options: {
    store: ActionStore;
    runs: RunReader;
    feeds: JobFeeds;
    providers: PipelineProviders;
    auditor: AuditorService;
    clock: Clock;
    logger: LoggerService;
  }): PipelineActions {
    return new PipelineActions(options);
  }

  private constructor(options: Parameters<typeof PipelineActions.create>[0]) {
    this.#options = options;
  }

  /** Goes on following what was queued when the portal stopped. */
  async resume(): Promise<void> {
    for (const { record, queued } of await this.#options.store.queued()) {
      if (queued) this.#follow(record.id, queued);
    }
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ActionRecord> {
    const stored = await this.#options.store.get(id);
    if (!stored) throw new NotFoundError(`There is no action '${id}'`);
    return stored.record;
  }

  /**
   * Does what a person asks for, once for each idempotency key. That the person
   * may was decided before, but for what the pipeline itself says of it.
   *
   * @throws an error of `@backstage/errors` that says why it was not done
   */
  async perform(
    request: Request,
    entity: Entity,
    actor: Actor,
    { action: asked, reason, idempotencyKey }: ActionRequest,
  ): Promise<ActionRecord> {
    const { store, runs, auditor, clock } = this.#options;
    const limit = AbortSignal.timeout(LIMIT_MS);
    const known = await store.byKey(actor.userEntityRef, idempotencyKey);
    if (known) return sameAgain(known.record, asked);
    const plan = await plannedAction(runs, entity, asked, actor, limit);
    const { kept, isNew } = await store.begin({
      record: {
        id: randomUUID(),
        entityRef: stringifyEntityRef(entity),
        action: plan.recorded,
        actor: actor.userEntityRef,
        ...(reason && { reason }),
        at: new Date(clock.now()).toISOString(),
        state: 'pending',
      },
      idempotencyKey,
      before: plan.before,
    });
    if (!isNew) return sameAgain(kept.record, plan.recorded);
    const { record } = kept;
    const event = await auditor.createEvent({
      eventId: 'pipeline-action',
      severityLevel: 'medium',
      request,
      meta: { ...record, before: plan.before },
    });
    try {
      const step = await this.#do(plan, limit);
      await store.step(record.id, step);
      await event.success({ meta: { state: step.state } });
      plan.pipeline.feed.hasten();
      if (step.state === 'queued') this.#follow(record.id, step.queued);
      return await this.get(record.id);
    } catch (thrown) {
      const error = toError(thrown);
      await store.step(record.id, this.#failed(error));
      await event.fail({ error });
      throw error;
    }
  }

  async #do(
    { pipeline, action }: PlannedAction,
    signal: AbortSignal,
  ): Promise<ActionStep> {
    const { provider, ref } = pipeline;
    const result = await provider.act(action, { signal });
    return result.state === 'queued'
      ? {
          state: 'queued',
          queued: {
            provider: provider.name,
            pipeline: ref,
            queueId: result.queueId,
          },
        }
      : { state: 'done', endedAt: this.#now() };
  }

  #failed({ name, message }: Error): ActionStep {
    // Nobody knows whether a server that fell silent has done it.
    const isUnsure = name === new ServiceUnavailableError().name;
    const isRefused = ['NotAllowedError', 'InputError', 'ConflictError'];
    const state = isRefused.includes(name) ? 'refused' : 'failed';
    return {
      state: isUnsure ? 'pending' : state,
      message,
      endedAt: this.#now(),
    };
  }

  /** Asks until what waits in a queue is a run, or will not be one. */
  async #follow(id: string, queued: QueuedAt): Promise<void> {
    if (this.#followed.has(id)) return;
    this.#followed.add(id);
    const { store, providers, clock, logger } = this.#options;
    const provider = providers.named(queued.provider);
    const signal = this.#stopped.signal;
    const pace = new Pace();
    while (provider && !signal.aborted) {
      pace.slow(clock.now(), QUEUE);
      await clock.delay(pace.dueAt - clock.now(), signal);
      if (signal.aborted) return;
      try {
        const { pipeline, queueId } = queued;
        const outcome = await provider.readQueued(pipeline, {
          queueId,
          signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
        });
        if (outcome.state === 'queued') {
          const { reason: message } = outcome;
          await store.step(id, { state: 'queued', queued, message });
        } else {
          await store.step(id, this.#outcome(queued, outcome));
          this.#options.feeds.hasten(provider.name, {
            server: pipeline.server,
            job: pipeline.fullName,
          });
          break;
        }
      } catch (error) {
        logger.debug(
          `Cannot ask what became of action ${id}: ${isError(error) ? error.message : error}`,
        );
      }
    }
    this.#followed.delete(id);
  }

  #outcome(
    { provider, pipeline }: QueuedAt,
    outcome:
      { state: 'started'; number: number } | { state: 'cancelled' | 'gone' },
  ): ActionStep {
    const endedAt = this.#now();
    if (outcome.state === 'started') {
      const { number } = outcome;
      return {
        state: 'done',
        runId: idOfRun(provider, { ...pipeline, number }),
        endedAt,
      };
    }
    return {
      state: 'failed',
      message:
        outcome.state === 'cancelled'
          ? 'It was taken out of the queue before it began'
          : 'The server does not know any more what became of it; look at the pipeline',
      endedAt,
    };
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

/** The first answer again, to who asks for the same again. */
function sameAgain(
  kept: ActionRecord,
  asked: ActionRecord['action'],
): ActionRecord {
  if (targetOf(kept.action) === targetOf(asked)) return kept;
  throw new ConflictError(
    'Something else was asked for with the same idempotency key; take another',
  );
}

// Without parameters, of which not all are kept.
function targetOf(action: ActionRecord['action']): string {
  return JSON.stringify({ ...action, parameters: undefined });
}
