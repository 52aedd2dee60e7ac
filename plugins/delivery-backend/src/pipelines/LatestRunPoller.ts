import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  FleetRun,
} from '@fairway/backstage-plugin-delivery-common';
import { isDeepStrictEqual } from 'node:util';
import type {
  LocatedJob,
  PipelineProviders,
} from '../extensions/PipelineProviders';
import type { OwnershipResolver } from '../ownership';
import type { LatestRuns, ServiceWithJobs } from '../services';
import type { JobPoller } from './JobPoller';
import type { JobPollers } from './JobPollers';
import { jobKey, runId } from './pipelineIds';

/** Pause between two jobs, so that many services cause one request per second. */
const INTERVAL_MS = 1_000;
const TIME_LIMIT_MS = 20_000;

/**
 * Reads the newest run of each service's default branch while the fleet has viewers.
 * A service gets only the runs of jobs that it may show.
 */
export class LatestRunPoller implements LatestRuns {
  readonly #options: Parameters<typeof LatestRunPoller.create>[0];
  // Weak, so that released pollers leave the memory.
  readonly #services = new WeakMap<JobPoller, Set<string>>();
  /** Keys of the jobs that a service may show, by entity ref */
  readonly #viewable = new Map<string, ReadonlySet<string>>();
  readonly #listeners = new Set<(entityRef: string) => void>();
  #turns = 0;
  #urgentTurns = 0;
  /** Whether the last turn was one of an urgent job */
  #isUrgentTurn = false;

  static create(options: {
    providers: PipelineProviders;
    ownership: Pick<OwnershipResolver, 'viewableJobs' | 'knownViewableJobs'>;
    pollers: JobPollers;
    clock: Clock;
    logger: LoggerService;
  }): LatestRunPoller {
    return new LatestRunPoller(options);
  }

  private constructor(options: Parameters<typeof LatestRunPoller.create>[0]) {
    this.#options = options;
    options.pollers.subscribe(poller => {
      for (const ref of this.#services.get(poller) ?? []) {
        this.#listeners.forEach(listen => listen(ref));
      }
    });
  }

  /** The newest run of a service's default branch; undefined if none is known that it may show. */
  of(service: ServiceWithJobs): FleetRun | undefined {
    const viewable = this.#viewable.get(service.query.entityRef);
    for (const { located, poller } of this.#pollersOf(service)) {
      if (!viewable?.has(keyOf(located))) continue;
      for (const { id, isDefault, runs } of poller.state().pipelines.values()) {
        const newest = runs.at(0);
        if (!isDefault || !newest) continue;
        return {
          id: runId(id, newest.number),
          name: newest.name,
          outcome: runOutcome(newest),
          startedAt: newest.startedAt,
        };
      }
    }
    return undefined;
  }

  /**
   * Calls the listener with the entity ref of each service whose newest run may
   * have changed, until the returned function is called.
   */
  subscribe(listener: (entityRef: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Reads one job after the other until the signal aborts; never throws.
   *
   * @param wanted - services that viewers see now
   */
  async run(
    wanted: () => ServiceWithJobs[],
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, logger } = this.#options;
    while (!signal.aborted) {
      await clock.delay(INTERVAL_MS, signal);
      const services = wanted().filter(({ jobs }) => jobs.length);
      if (signal.aborted || !services.length) continue;
      const limit = AbortSignal.any([
        signal,
        AbortSignal.timeout(TIME_LIMIT_MS),
      ]);
      try {
        await this.#restore(services);
        await this.#refreshNext(services, limit);
      } catch (error) {
        logger.debug(
          `Cannot read the latest run of a service: ${isError(error) ? error.message : error}`,
        );
      }
    }
  }

  /** Stored runs of all services are shown before the first read of a CI server. */
  async #restore(services: ServiceWithJobs[]): Promise<void> {
    const wanted = new Set(services.map(({ query }) => query.entityRef));
    for (const ref of this.#viewable.keys()) {
      if (!wanted.has(ref)) this.#viewable.delete(ref);
    }
    for (const service of services) {
      const { entityRef } = service.query;
      if (this.#viewable.has(entityRef)) continue;
      const { ownership } = this.#options;
      this.#view(entityRef, await ownership.knownViewableJobs(service.entity));
    }
    const pollers = services.flatMap(service => this.#pollersOf(service));
    await Promise.all(pollers.map(({ poller }) => poller.restore()));
  }

  /** Reads one job, after checking which services may show it. */
  async #refreshNext(
    services: ServiceWithJobs[],
    limit: AbortSignal,
  ): Promise<void> {
    const servicesOf = new Map<JobPoller, ServiceWithJobs[]>();
    for (const service of services) {
      for (const { poller } of this.#pollersOf(service)) {
        servicesOf.set(poller, [...(servicesOf.get(poller) ?? []), service]);
      }
    }
    const [poller, claimants] = this.#takeTurn([...servicesOf]);
    let isViewable = false;
    for (const { entity, query } of claimants) {
      const { ownership } = this.#options;
      const { jobs } = await ownership.viewableJobs(entity, limit);
      this.#view(query.entityRef, jobs);
      isViewable ||= jobs.some(job => this.#options.pollers.of(job) === poller);
    }
    if (isViewable) await poller.refresh(limit);
  }

  /** The next of all jobs, and every second time the next of those that are urgent, if there are any. */
  #takeTurn<T>(jobs: [JobPoller, T][]): [JobPoller, T] {
    const urgent = jobs.filter(([{ isUrgent }]) => isUrgent);
    this.#isUrgentTurn = !this.#isUrgentTurn && urgent.length > 0;
    if (this.#isUrgentTurn) {
      this.#urgentTurns += 1;
      return urgent[this.#urgentTurns % urgent.length];
    }
    this.#turns += 1;
    return jobs[this.#turns % jobs.length];
  }

  #view(entityRef: string, jobs: LocatedJob[]): void {
    const viewable = new Set(jobs.map(keyOf));
    const before = this.#viewable.get(entityRef) ?? new Set();
    this.#viewable.set(entityRef, viewable);
    if (isDeepStrictEqual(viewable, before)) return;
    this.#listeners.forEach(listen => listen(entityRef));
  }

  #pollersOf({
    query,
    jobs,
  }: ServiceWithJobs): { located: LocatedJob; poller: JobPoller }[] {
    const { providers, pollers } = this.#options;
    return jobs.flatMap(({ provider: name, ...job }) => {
      const provider = providers.named(name);
      if (!provider) return [];
      const located = { provider, job };
      const poller = pollers.of(located);
      const known = this.#services.get(poller) ?? new Set();
      this.#services.set(poller, known.add(query.entityRef));
      return [{ located, poller }];
    });
  }
}

function keyOf({ provider, job }: LocatedJob): string {
  return jobKey(provider.name, job);
}
