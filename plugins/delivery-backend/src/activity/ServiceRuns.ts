import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { LocatedJob } from '../extensions/PipelineProviders';
import type { OwnershipResolver } from '../ownership';
import type { FoundStoredRun } from '../pipelines';

/** Time limit for proofs that jobs belong to services; a CI server may not answer. */
const PROOF_LIMIT_MS = 2_000;

/** Decides which stored runs belong to services, by the jobs that they name and may show. */
export class ServiceRuns {
  readonly #jobs: ReadonlyMap<string, LocatedJob[]>;

  /**
   * Reads the jobs of services. A service whose jobs cannot be read in time has none.
   *
   * @param entities - services whose pipelines the viewer may read
   */
  static async of(
    entities: Entity[],
    ownership: Pick<OwnershipResolver, 'viewableJobs'>,
  ): Promise<ServiceRuns> {
    const signal = AbortSignal.timeout(PROOF_LIMIT_MS);
    const read = async (entity: Entity): Promise<[string, LocatedJob[]]> => {
      const entityRef = stringifyEntityRef(entity);
      try {
        return [entityRef, (await ownership.viewableJobs(entity, signal)).jobs];
      } catch {
        return [entityRef, []];
      }
    };
    return new ServiceRuns(new Map(await Promise.all(entities.map(read))));
  }

  private constructor(jobs: ReadonlyMap<string, LocatedJob[]>) {
    this.#jobs = jobs;
  }

  /** Whether a run is one of a service. */
  has(entityRef: string, { pipeline }: FoundStoredRun): boolean {
    return (this.#jobs.get(entityRef) ?? []).some(
      ({ provider, job }) =>
        provider.name === pipeline.provider &&
        job.server === pipeline.server &&
        (pipeline.fullName === job.job ||
          pipeline.fullName.startsWith(`${job.job}/`)),
    );
  }
}
