import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type {
  ActionRecord,
  Clock,
  PipelineAction,
} from '@fairway/backstage-plugin-delivery-common';
import type { PipelineProvider } from '@fairway/backstage-plugin-delivery-node';
import type { Request } from 'express';
import type { JobPollers } from '../pipelines/JobPollers';
import type {
  LocatedJob,
  PipelineProviders,
} from '../extensions/PipelineProviders';
import type { ActionLog } from './ActionLog';
import type { ActionStep } from './ActionStore';
import type { Actor } from './isAllowedSubmitter';
import { checkOwnRepository } from './ownRepository';
import type { ActionRequestOptions } from './PipelineActions';

type CreatePipeline = Extract<PipelineAction, { kind: 'createPipeline' }>;

/** A server that does not answer by then is not waited for. */
const LIMIT_MS = 30_000;

/** Has CI servers make the pipelines of services that have none: checked, written down, made. */
export class PipelineCreator {
  readonly #providers: PipelineProviders;
  readonly #pollers: JobPollers;
  readonly #log: ActionLog;
  readonly #clock: Clock;

  static create(options: {
    providers: PipelineProviders;
    pollers: JobPollers;
    log: ActionLog;
    clock: Clock;
  }): PipelineCreator {
    return new PipelineCreator(options);
  }

  private constructor(options: Parameters<typeof PipelineCreator.create>[0]) {
    this.#providers = options.providers;
    this.#pollers = options.pollers;
    this.#log = options.log;
    this.#clock = options.clock;
  }

  /**
   * Makes the job that an entity names, of its own repository, once for each
   * idempotency key. That the person may was decided before.
   *
   * @throws an error of `@backstage/errors` that says why it was not made
   */
  async perform(
    request: Request,
    entity: Entity,
    { userEntityRef }: Actor,
    asked: CreatePipeline,
    { reason, idempotencyKey }: ActionRequestOptions,
  ): Promise<ActionRecord> {
    const known = await this.#log.known(userEntityRef, idempotencyKey, asked);
    if (known) return known;
    checkOwnRepository(entity, asked.repositoryUrl);
    const { located, make } = this.#maker(entity);
    const { server, job } = located.job;
    const { kind: _, ...spec } = asked;
    const { id } = await this.#log.perform(
      request,
      {
        record: {
          entityRef: stringifyEntityRef(entity),
          action: asked,
          actor: userEntityRef,
          ...(reason && { reason }),
        },
        idempotencyKey,
        before: { provider: located.provider.name, server, job },
      },
      async (): Promise<ActionStep> => {
        const signal = AbortSignal.timeout(LIMIT_MS);
        const made = await make(located.job, spec, { signal });
        return {
          state: 'done',
          message:
            made === 'created'
              ? `Made job ${job} in ${located.provider.name} '${server}'; to take it back, delete it there`
              : `Job ${job} was there already in ${located.provider.name} '${server}'`,
          endedAt: new Date(this.#clock.now()).toISOString(),
        };
      },
    );
    this.#pollers.of(located).refreshNow();
    return this.#log.get(id);
  }

  /** Where an entity's one job is made. */
  #maker(entity: Entity): {
    located: LocatedJob;
    make: NonNullable<PipelineProvider['create']>;
  } {
    const name = stringifyEntityRef(entity);
    const { jobs, problem } = this.#providers.locate(entity);
    if (problem !== undefined) throw new InputError(problem);
    const [located] = jobs;
    if (!located) {
      const names = this.#providers
        .all()
        .map(({ annotation: [key, example] }) => `${key}: ${example}`);
      throw new InputError(
        `${name} names no job that could be made: write one of these annotations into its catalog file: ${names.join(', ')}`,
      );
    }
    if (jobs.length > 1) {
      const all = jobs.map(({ job }) => job.job).join(', ');
      throw new InputError(
        `${name} names several jobs, ${all}: a pipeline can be made for a service that names one`,
      );
    }
    const { provider } = located;
    if (!provider.create) {
      throw new InputError(
        `The portal cannot make pipelines in ${provider.name}: make '${located.job.job}' there by hand`,
      );
    }
    return { located, make: provider.create.bind(provider) };
  }
}
