import { problemOf } from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  PipelineCandidates,
} from '@fairway/backstage-plugin-delivery-common';
import type { PipelineProvider } from '@fairway/backstage-plugin-delivery-node';
import type { DeliveryReader, DeliveryView } from '../services';
import { repositoryOfWorkloads } from '../services';
import type { PipelineProviders } from '../extensions/PipelineProviders';
import { SharedCalls } from './SharedCalls';

/** Time limit for the search in all servers of a provider. */
const LIMIT_MS = 30_000;
/** How long the result of a search is reused. */
const REUSE_MS = 60_000;

/** Searches CI servers for jobs of services whose catalog entity names no job. */
export class PipelineFinder {
  readonly #providers: PipelineProviders;
  readonly #reader: Pick<DeliveryReader, 'read'>;
  readonly #shared: SharedCalls;

  static create(options: {
    providers: PipelineProviders;
    reader: Pick<DeliveryReader, 'read'>;
    clock: Clock;
    /** Ends the waits when it aborts */
    signal: AbortSignal;
  }): PipelineFinder {
    return new PipelineFinder(options);
  }

  private constructor(options: Parameters<typeof PipelineFinder.create>[0]) {
    this.#providers = options.providers;
    this.#reader = options.reader;
    this.#shared = SharedCalls.create(options);
  }

  /** Finds jobs that build the repository of the workloads in a view. */
  async candidates(view: DeliveryView): Promise<PipelineCandidates> {
    const repository = repositoryOfWorkloads(this.#reader.read(view));
    if (repository === undefined) return { jobs: [], problems: [] };
    const found = await Promise.all(
      this.#providers.all().map(each => this.#find(each, repository)),
    );
    return {
      repository,
      jobs: found.flatMap(({ jobs }) => jobs),
      problems: found.flatMap(({ problems }) => problems),
    };
  }

  async #find(
    provider: PipelineProvider,
    repository: string,
  ): Promise<Pick<PipelineCandidates, 'jobs' | 'problems'>> {
    const { name, findJobs } = provider;
    if (!findJobs) return { jobs: [], problems: [] };
    const key = `${name} ${repository}`;
    try {
      const { jobs, problems } = await this.#shared.share(key, REUSE_MS, () =>
        findJobs.call(provider, repository, {
          signal: AbortSignal.timeout(LIMIT_MS),
        }),
      );
      return { jobs: jobs.map(job => ({ provider: name, ...job })), problems };
    } catch (error) {
      return { jobs: [], problems: [problemOf(error)] };
    }
  }
}
