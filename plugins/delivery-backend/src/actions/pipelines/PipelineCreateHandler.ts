import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  outcomeMessage,
  pipelineCreatePermission,
  pipelineReadPermission,
  problemError,
  refusal,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  PipelineAction,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActionContext,
  ActionHandler,
  ActionOutcome,
  ActionPlan,
  ExecutablePlan,
  PipelineProvider,
  UnsettledAction,
} from '@fairway/backstage-plugin-delivery-node';
import { z } from 'zod';
import type {
  LocatedJob,
  PipelineProviders,
} from '../../extensions/PipelineProviders';
import type { JobPollers } from '../../pipelines';
import { unknownOutcome } from '../unknownOutcome';
import { actionOfKind } from './actionOfKind';

type CreatePipeline = Extract<PipelineAction, { kind: 'pipeline.create' }>;

/** Job that a plan creates. */
export interface PlannedPipeline {
  located: LocatedJob;
  create: NonNullable<PipelineProvider['createPipeline']>;
}

const beforeSchema = z.object({
  provider: z.string(),
  server: z.string(),
  job: z.string(),
});

/** `pipeline.create`: creates the job that a service names, for its own repository. */
export class PipelineCreateHandler implements ActionHandler<
  CreatePipeline,
  PlannedPipeline
> {
  readonly kind = 'pipeline.create';
  readonly schema = actionOfKind('pipeline.create');
  readonly targets = ['service' as const];
  readonly permissions = [pipelineReadPermission, pipelineCreatePermission];
  readonly requiresReason = false;
  readonly #providers: PipelineProviders;
  readonly #pollers: Pick<JobPollers, 'of'>;

  static create(options: {
    providers: PipelineProviders;
    pollers: Pick<JobPollers, 'of'>;
  }): PipelineCreateHandler {
    return new PipelineCreateHandler(options);
  }

  private constructor(
    options: Parameters<typeof PipelineCreateHandler.create>[0],
  ) {
    this.#providers = options.providers;
    this.#pollers = options.pollers;
  }

  async plan({
    action,
    entity,
  }: ActionContext<CreatePipeline>): Promise<ActionPlan<PlannedPipeline>> {
    if (!entity) {
      throw problemError(InputError, requestProblem('targetEntityMissing'));
    }
    const found = this.#plannedFor(entity);
    if ('refusal' in found) {
      return { refusals: [found.refusal], recorded: action };
    }
    const { provider, job } = found.located;
    return {
      refusals: [],
      recorded: action,
      before: { provider: provider.name, server: job.server, job: job.job },
      details: found,
    };
  }

  async execute(
    { action, signal }: ActionContext<CreatePipeline>,
    { details }: ExecutablePlan<PlannedPipeline>,
  ): Promise<ActionOutcome> {
    const { located, create } = details;
    const { server, job } = located.job;
    const { kind: _, ...spec } = action;
    const result = await create(located.job, spec, { signal });
    this.#pollers.of(located).refreshNow();
    return {
      state: 'succeeded',
      message: outcomeMessage(
        result === 'created' ? 'pipelineCreated' : 'pipelineExists',
        { job, provider: located.provider.name, server },
      ),
    };
  }

  async observe(
    { target, before }: UnsettledAction,
    { signal }: { signal: AbortSignal },
  ): Promise<ActionOutcome> {
    const { data } = beforeSchema.safeParse(before);
    const provider = data && this.#providers.named(data.provider);
    if (!provider) return unknownOutcome(target);
    const values = {
      job: data.job,
      provider: provider.name,
      server: data.server,
    };
    try {
      await provider.listPipelines(
        { server: data.server, job: data.job },
        { signal },
      );
      return {
        state: 'succeeded',
        message: outcomeMessage('pipelineExists', values),
      };
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      return {
        state: 'failed',
        message: outcomeMessage('pipelineNotCreated', values),
      };
    }
  }

  /** The one job that an entity names, where its provider can create it. */
  #plannedFor(entity: Entity): PlannedPipeline | { refusal: Refusal } {
    const entityRef = stringifyEntityRef(entity);
    const { jobs, problem } = this.#providers.locate(entity);
    if (problem !== undefined) {
      return { refusal: refusal('jobAnnotationInvalid', {}, problem) };
    }
    const [located] = jobs;
    if (!located) {
      const annotations = this.#providers
        .all()
        .map(({ annotation: [key, example] }) => `${key}: ${example}`)
        .join(', ');
      return { refusal: refusal('jobNotNamed', { entityRef, annotations }) };
    }
    if (jobs.length > 1) {
      const all = jobs.map(({ job }) => job.job).join(', ');
      return { refusal: refusal('severalJobsNamed', { entityRef, jobs: all }) };
    }
    const { provider, job } = located;
    return provider.createPipeline
      ? { located, create: provider.createPipeline.bind(provider) }
      : {
          refusal: refusal('pipelineCreationUnsupported', {
            provider: provider.name,
            job: job.job,
          }),
        };
  }
}
