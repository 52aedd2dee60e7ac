import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { JobPoller } from './JobPoller';
import { jobKey } from './pipelineIds';
import type { LocatedJob } from '../extensions/PipelineProviders';
import type { PipelineStore } from './PipelineStore';

/** Creates one {@link JobPoller} per job, which all entities with that job share. */
export class JobPollers {
  readonly #options: Parameters<typeof JobPollers.create>[0];
  readonly #pollers = new Map<string, JobPoller>();
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
    const known = this.#pollers.get(key);
    if (known) return known;
    const poller: JobPoller = JobPoller.create({
      ...this.#options,
      provider,
      job,
      onChange: () => this.#listeners.forEach(listen => listen(poller)),
    });
    this.#pollers.set(key, poller);
    return poller;
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
    for (const poller of this.#pollers.values()) {
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
