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

/** One service after the other, so that a thousand of them cost a server one call a second. */
const PACE_MS = 1_000;
const CALL_MS = 20_000;

/** The newest run of each service's default branch, brought up to date while somebody looks at the fleet. */
export class LatestRunPoller implements LatestRuns {
  readonly #options: Parameters<typeof LatestRunPoller.create>[0];
  readonly #services = new Map<JobPoller, Set<string>>();
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
    options.pollers.subscribe(feed => {
      for (const ref of this.#services.get(feed) ?? []) {
        this.#listeners.forEach(listen => listen(ref));
      }
    });
  }

  /** Undefined where none is known. */
  of(service: ServiceWithJobs): FleetRun | undefined {
    for (const feed of this.#feedsOf(service)) {
      for (const { id, isDefault, runs } of feed.state().pipelines.values()) {
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

  /** Hears of whom there may be something new until the returned function is called. */
  subscribe(listener: (entityRef: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Brings one service after the other up to date until the signal aborts; never throws.
   *
   * @param wanted - the services that somebody looks at now
   */
  async run(
    wanted: () => ServiceWithJobs[],
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, logger } = this.#options;
    let turn = 0;
    while (!signal.aborted) {
      await clock.delay(PACE_MS, signal);
      const pollers = [...new Set(wanted().flatMap(s => this.#feedsOf(s)))];
      if (signal.aborted || !pollers.length) continue;
      turn += 1;
      const limit = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]);
      try {
        // What was known when the portal stopped comes first, for all.
        await Promise.all(pollers.map(feed => feed.recall()));
        await pollers[turn % pollers.length].refresh(limit);
      } catch (error) {
        logger.debug(
          `Cannot read a last run: ${isError(error) ? error.message : error}`,
        );
      }
    }
  }

  #feedsOf({ query, jobs }: ServiceWithJobs): JobPoller[] {
    const { providers, pollers } = this.#options;
    return jobs.flatMap(({ provider: name, ...job }) => {
      const provider = providers.named(name);
      if (!provider) return [];
      const feed = pollers.of({ provider, job });
      const known = this.#services.get(feed) ?? new Set();
      this.#services.set(feed, known.add(query.entityRef));
      return [feed];
    });
  }
}
