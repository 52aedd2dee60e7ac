import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  InputError,
  ServiceUnavailableError,
  stringifyError,
} from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import {
  describeTarget,
  outcomeMessage,
  pipelineActionPermissions,
  pipelineActionSchema,
  pipelineReadPermission,
  problemError,
  requestProblem,
  runAnswerPermission,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionContext,
  ActionHandler,
  ActionOutcome,
  ActionPlan,
  ExecutablePlan,
  RunRef,
  UnsettledAction,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type { PipelineProviders } from '../../extensions/PipelineProviders';
import type { FoundPipeline, JobPollers, RunReader } from '../../pipelines';
import { idOfRun } from '../../pipelines';
import type { ActionAuthorizer } from '../ActionAuthorizer';
import { unknownOutcome } from '../unknownOutcome';
import { actionOfKind } from './actionOfKind';
import { observeRun } from './observeRun';
import { planRunAction } from './planRunAction';
import type { PlannedRunAction, RunAction } from './planRunAction';

const trackingSchema = z.object({
  provider: z.string(),
  pipeline: z.object({
    server: z.string(),
    job: z.string(),
    fullName: z.string(),
  }),
  queueId: z.string(),
});

const KINDS: readonly RunAction['kind'][] = [
  'run.trigger',
  'run.rebuild',
  'run.restart',
  'run.stop',
  'run.answer',
  'run.keep',
];

/** What the handlers of run actions need. */
export interface RunHandlerOptions {
  authorizer: ActionAuthorizer;
  runs: RunReader;
  pollers: Pick<JobPollers, 'refreshNow'>;
  providers: PipelineProviders;
  /** Reads an entity as the plugin, to observe an action on it */
  readEntity: (entityRef: string) => Promise<Entity | undefined>;
  logger: LoggerService;
}

/** Handlers of the actions `run.*`: the CI server does them, once. */
export class RunHandler<A extends RunAction> implements ActionHandler<
  A,
  PlannedRunAction
> {
  readonly targets = ['service' as const];
  readonly requiresReason = false;
  readonly permissions;
  readonly #options: RunHandlerOptions;

  /** One handler for each kind of run action. */
  static all(options: RunHandlerOptions): ActionHandler[] {
    return KINDS.map(kind => new RunHandler(kind, actionOfKind(kind), options));
  }

  private constructor(
    readonly kind: A['kind'],
    readonly schema: z.ZodType<A>,
    options: RunHandlerOptions,
  ) {
    this.permissions = [
      pipelineReadPermission,
      pipelineActionPermissions[kind],
    ];
    this.#options = options;
  }

  async plan({
    action,
    entity,
    actor,
    credentials,
    signal,
  }: ActionContext<A>): Promise<ActionPlan<PlannedRunAction>> {
    if (!entity) {
      throw problemError(InputError, requestProblem('targetEntityMissing'));
    }
    const { runs, authorizer } = this.#options;
    const canAnswerInput = () =>
      authorizer.isAllowed(runAnswerPermission, { entity }, credentials);
    const person = { actor, canAnswerInput };
    const planned = await planRunAction(runs, entity, action, person, signal);
    return 'refusal' in planned
      ? { refusals: [planned.refusal], recorded: withoutParameters(action) }
      : {
          refusals: [],
          recorded: planned.recorded,
          before: planned.before,
          details: planned,
        };
  }

  async execute(
    { signal }: ActionContext<A>,
    { details }: ExecutablePlan<PlannedRunAction>,
  ): Promise<ActionOutcome> {
    const { pipeline, providerAction } = details;
    const { provider, ref, poller } = pipeline;
    const result = await provider.performAction(providerAction, { signal });
    poller.refreshNow();
    if (providerAction.kind === 'keep') {
      await this.#readKept(pipeline, providerAction.run, signal);
    }
    const { server, job, fullName } = ref;
    const tracked = { server, job, fullName };
    return result.state === 'queued'
      ? {
          state: 'queued',
          tracking: {
            provider: provider.name,
            pipeline: tracked,
            queueId: result.queueId,
          },
        }
      : { state: 'succeeded' };
  }

  async observe(
    action: UnsettledAction,
    { signal }: { signal: AbortSignal },
  ): Promise<ActionOutcome> {
    const tracking = trackingSchema.safeParse(action.tracking);
    if (tracking.success) {
      return this.#observeQueue(action, tracking.data, signal);
    }
    const { target } = action;
    const { success, data } = pipelineActionSchema.safeParse(action.action);
    if (!success || target.type !== 'service') {
      return unknownOutcome(target);
    }
    const entity = await this.#options.readEntity(target.entityRef);
    return entity
      ? observeRun(this.#options.runs, entity, data, target, signal)
      : unknownOutcome(target);
  }

  async #observeQueue(
    { target }: UnsettledAction,
    tracking: z.infer<typeof trackingSchema>,
    signal: AbortSignal,
  ): Promise<ActionOutcome> {
    const { providers, pollers } = this.#options;
    const { pipeline, queueId } = tracking;
    const provider = providers.named(tracking.provider);
    if (!provider) {
      throw problemError(
        ServiceUnavailableError,
        requestProblem('providerUnknown', { provider: tracking.provider }),
      );
    }
    const queued = await provider.readQueueItem(pipeline, { queueId, signal });
    if (queued.state === 'queued') {
      const { reason } = queued;
      return {
        state: 'queued',
        tracking: trackingOf(tracking),
        ...(reason && { message: outcomeMessage('queued', { reason }) }),
      };
    }
    pollers.refreshNow(provider.name, {
      server: pipeline.server,
      job: pipeline.fullName,
    });
    if (queued.state === 'started') {
      const { number } = queued;
      return {
        state: 'succeeded',
        runId: idOfRun(provider.name, { ...pipeline, number }),
      };
    }
    return queued.state === 'cancelled'
      ? { state: 'failed', message: outcomeMessage('removedFromQueue') }
      : {
          state: 'unknown',
          message: outcomeMessage('queueItemForgotten', {
            where: describeTarget(target),
          }),
        };
  }

  /** A finished run is not read again by itself. */
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
        `${run.fullName} #${run.number} was changed, but cannot be read again: ${stringifyError(error)}`,
      );
    }
  }
}

function trackingOf({
  provider,
  pipeline,
  queueId,
}: z.infer<typeof trackingSchema>): JsonObject {
  return { provider, pipeline: { ...pipeline }, queueId };
}

// Before the definitions are known, any parameter may be a password.
function withoutParameters<A extends RunAction>(action: A) {
  const { kind, ...rest } = action;
  return { ...rest, kind, parameters: undefined };
}
