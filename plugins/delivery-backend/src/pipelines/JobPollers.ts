import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { JobPoller } from './JobPoller';
import { jobKey } from './pipelineIds';
import type { LocatedJob } from '../extensions/PipelineProviders';
import type { PipelineStore } from './PipelineStore';

/** Interval of the search for pollers that nobody needs. */
const RELEASE_MS = 60_000;
/** Time that a poller is kept without use; longer than topics keep their pollers. */
const IDLE_MS = 10 * 60_000;

interface KnownPoller {
  poller: JobPoller;
  /** Time of the last use, in milliseconds since the epoch */
  usedAt: number;
}

/** Creates one {@link JobPoller} per job, which all entities with that job share. */
export class JobPollers {
  readonly #options: Parameters<typeof JobPollers.create>[0];
  readonly #pollers = new Map<string, KnownPoller>();
  readonly #listeners = new Set<(poller: JobPoller) => void>();

  static create(options: {
    store: PipelineStore;
    clock: Clock;
    logger: LoggerService;
  }): JobPollers {
    return new JobPollers(options);
  }

  private constructor(options: Parameters<typeof JobPollers.create>[0]) {
    this.#options = options;
  }

  /** The poller of a job. */
  of({ provider, job }: LocatedJob): JobPoller {
    const key = jobKey(provider.name, job);
    const usedAt = this.#options.clock.now();
    const known = this.#pollers.get(key);
    if (known) {
      known.usedAt = usedAt;
      return known.poller;
    }
    const poller: JobPoller = JobPoller.create({
      ...this.#options,
      provider,
      job,
      onChange: () => this.#listeners.forEach(listen => listen(poller)),
    });
    this.#pollers.set(key, { poller, usedAt });
    return poller;
  }

  /** Number of pollers in memory. */
  get size(): number {
    return this.#pollers.size;
  }

  /**
   * Releases the pollers that have had no viewers and no reads for ten minutes, until
   * the signal aborts. Their runs stay in the database.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      await clock.delay(RELEASE_MS, signal);
      for (const [key, known] of this.#pollers) {
        const { isWatched, isBusy } = known.poller;
        if (isWatched || isBusy) known.usedAt = clock.now();
        else if (clock.now() - known.usedAt >= IDLE_MS) {
          this.#pollers.delete(key);
        }
      }
    }
  }

  /** Calls the listener after each change of a poller, until the returned function is called. */
  subscribe(listener: (poller: JobPoller) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Makes all jobs due that a webhook may be about: the changed job itself, and
   * jobs that contain it or are contained in it.
   */
  refreshNow(provider: string, changed: { server: string; job: string }): void {
    for (const { poller } of this.#pollers.values()) {
      const { server, job } = poller.job;
      const isRelated =
        changed.job === job ||
        changed.job.startsWith(`${job}/`) ||
        job.startsWith(`${changed.job}/`);
      const isSameServer =
        poller.job.provider === provider && server === changed.server;
      if (isSameServer && isRelated) poller.refreshNow();
    }
  }
}
