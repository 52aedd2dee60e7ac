import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { isError, stringifyError } from '@backstage/errors';
import { Backoff } from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionRecord,
  ActionRequest,
  Clock,
} from '@fairway/backstage-plugin-delivery-common';
import type { RunRef } from '@fairway/backstage-plugin-delivery-node';
import type { Request } from 'express';
import type { PipelineProviders } from '../extensions/PipelineProviders';
import { idOfRun } from '../pipelines/RunReader';
import type { JobPollers } from '../pipelines/JobPollers';
import type { FoundPipeline, RunReader } from '../pipelines/RunReader';
import type { ActionLog } from './ActionLog';
import type { ActionStep, ActionStore, QueuedAt } from './ActionStore';
import type { Actor } from './isAllowedSubmitter';
import { planAction } from './planAction';
import type { PlannedAction, RunAction } from './planAction';

/** Why something is asked for, and the key of the request. */
export type ActionRequestOptions = Pick<
  ActionRequest,
  'reason' | 'idempotencyKey'
>;

/** A server that does not answer by then is not waited for. */
const LIMIT_MS = 30_000;
/** How often a queue is asked what has become of something. */
const QUEUE = { minMs: 1_000, maxMs: 15_000, factor: 1.5 };

/** Has CI servers do things: checked, written down, done, and followed until the outcome is known. */
export class PipelineActions {
  readonly #options: Parameters<typeof PipelineActions.create>[0];
  readonly #followed = new Set<string>();
  readonly #stopped = new AbortController();

  static create(options: {
    store: ActionStore;
    runs: RunReader;
    pollers: JobPollers;
    providers: PipelineProviders;
    log: ActionLog;
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
    asked: RunAction,
    { reason, idempotencyKey }: ActionRequestOptions,
  ): Promise<ActionRecord> {
    const { log, runs } = this.#options;
    const { userEntityRef } = actor;
    const limit = AbortSignal.timeout(LIMIT_MS);
    const known = await log.known(userEntityRef, idempotencyKey, asked);
    if (known) return known;
    const plan = await planAction(runs, entity, asked, actor, limit);
    const { id, step } = await log.perform(
      request,
      {
        record: {
          entityRef: stringifyEntityRef(entity),
          action: plan.recorded,
          actor: userEntityRef,
          ...(reason && { reason }),
        },
        idempotencyKey,
        before: plan.before,
      },
      () => this.#do(plan, limit),
    );
    if (step) plan.pipeline.feed.refreshNow();
    if (step && plan.action.kind === 'keep') {
      await this.#readKept(plan.pipeline, plan.action.run, limit);
    }
    if (step?.state === 'queued') this.#follow(id, step.queued);
    return log.get(id);
  }

  /** What has ended is not read again by itself. */
  async #readKept(
    pipeline: FoundPipeline,
    run: RunRef,
    signal: AbortSignal,
  ): Promise<void> {
    const { runs, logger } = this.#options;
    try {
      await runs.readAgain(pipeline, run, signal);
    } catch (error) {
      logger.warn(
        `${run.fullName} #${run.number} was changed and cannot be read again: ${stringifyError(error)}`,
      );
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

  /** Asks until what waits in a queue is a run, or will not be one. */
  async #follow(id: string, queued: QueuedAt): Promise<void> {
    if (this.#followed.has(id)) return;
    this.#followed.add(id);
    const { store, providers, clock, logger } = this.#options;
    const provider = providers.named(queued.provider);
    const signal = this.#stopped.signal;
    const backoff = Backoff.create(QUEUE);
    while (provider && !signal.aborted) {
      await clock.delay(backoff.next(), signal);
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
          this.#options.pollers.refreshNow(provider.name, {
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
