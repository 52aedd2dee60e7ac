import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { runOutcome } from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  FleetRun,
} from '@fairway/backstage-plugin-delivery-common';
import type { LatestRuns, ServiceWithJobs } from '../services';
import type { JobPoller } from './JobPoller';
import type { JobPollers } from './JobPollers';
import { runId } from './pipelineIds';
import type { PipelineProviders } from '../extensions/PipelineProviders';

/** Pause between two jobs, so that many services cause one request per second. */
const INTERVAL_MS = 1_000;
const TIME_LIMIT_MS = 20_000;

/** Reads the newest run of each service's default branch while the fleet has viewers. */
export class LatestRunPoller implements LatestRuns {
  readonly #options: Parameters<typeof LatestRunPoller.create>[0];
  // Weak, so that released pollers leave the memory.
  readonly #services = new WeakMap<JobPoller, Set<string>>();
  readonly #listeners = new Set<(entityRef: string) => void>();

  static create(options: {
    providers: PipelineProviders;
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

  /** The newest run of a service's default branch; undefined if none is known. */
  of(service: ServiceWithJobs): FleetRun | undefined {
    for (const poller of this.#pollersOf(service)) {
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
    let turn = 0;
    while (!signal.aborted) {
      await clock.delay(INTERVAL_MS, signal);
      const pollers = [...new Set(wanted().flatMap(s => this.#pollersOf(s)))];
      if (signal.aborted || !pollers.length) continue;
      turn += 1;
      const limit = AbortSignal.any([
        signal,
        AbortSignal.timeout(TIME_LIMIT_MS),
      ]);
      try {
        // Stored runs of all services are shown before the first read.
        await Promise.all(pollers.map(poller => poller.restore()));
        await pollers[turn % pollers.length].refresh(limit);
      } catch (error) {
        logger.debug(
          `Cannot read the latest run of a service: ${isError(error) ? error.message : error}`,
        );
      }
    }
  }

  #pollersOf({ query, jobs }: ServiceWithJobs): JobPoller[] {
    const { providers, pollers } = this.#options;
    return jobs.flatMap(({ provider: name, ...job }) => {
      const provider = providers.named(name);
      if (!provider) return [];
      const poller = pollers.of({ provider, job });
      const known = this.#services.get(poller) ?? new Set();
      this.#services.set(poller, known.add(query.entityRef));
      return [poller];
    });
  }
}
