import type { Entity } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type { CodedMessage } from '@fairway/backstage-plugin-delivery-common';
import type {
  PipelineJob,
  PipelineProvider,
} from '@fairway/backstage-plugin-delivery-node';

/** A job that an entity names, with who can read it. */
export interface LocatedJob {
  provider: PipelineProvider;
  job: PipelineJob;
}

/** The jobs of an entity. */
export interface LocatedJobs {
  jobs: LocatedJob[];
  /** Why an annotation of the entity is invalid; the first one, if several are */
  problem?: CodedMessage;
}

/** The pipeline providers that modules have added. */
export class PipelineProviders {
  readonly #providers: PipelineProvider[] = [];

  /** @throws ConflictError when another has its name */
  add(provider: PipelineProvider): void {
    if (this.named(provider.name)) {
      throw new ConflictError(
        `Two pipeline providers have the name '${provider.name}'; install one of them`,
      );
    }
    this.#providers.push(provider);
  }

  all(): PipelineProvider[] {
    return this.#providers;
  }

  named(name: string): PipelineProvider | undefined {
    return this.#providers.find(provider => provider.name === name);
  }

  /** The jobs that an entity names. One provider's invalid annotation leaves the others' jobs. */
  locate(entity: Entity): LocatedJobs {
    const jobs: LocatedJob[] = [];
    let problem: CodedMessage | undefined;
    for (const provider of this.#providers) {
      try {
        for (const job of provider.locate(entity)) jobs.push({ provider, job });
      } catch (error) {
        problem ??= problemOf(error);
      }
    }
    return { jobs, ...(problem && { problem }) };
  }
}
