import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@fairway/backstage-plugin-delivery-common';
import { JobPoller } from './JobPoller';
import { jobKey } from './pipelineIds';
import type { LocatedJob } from '../extensions/PipelineProviders';
import type { PipelineStore } from './PipelineStore';

/** One {@link JobPoller} for each job, whichever and however many entities name it. */
export class JobPollers {
  readonly #options: Parameters<typeof JobPollers.create>[0];
  readonly #pollers = new Map<string, JobPoller>();
  readonly #listeners = new Set<(feed: JobPoller) => void>();

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

  of({ provider, job }: LocatedJob): JobPoller {
    const key = jobKey(provider.name, job);
    const known = this.#pollers.get(key);
    if (known) return known;
    const feed: JobPoller = JobPoller.create({
      ...this.#options,
      provider,
      job,
      onChange: () => this.#listeners.forEach(listen => listen(feed)),
    });
    this.#pollers.set(key, feed);
    return feed;
  }

  /** Hears which feed has something new until the returned function is called. */
  subscribe(listener: (feed: JobPoller) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Has all jobs asked again that a hint may be about: it names a job in one of them, or one of them. */
  refreshNow(provider: string, hint: { server: string; job: string }): void {
    for (const feed of this.#pollers.values()) {
      const { server, job } = feed.place;
      const isWithin =
        hint.job === job ||
        hint.job.startsWith(`${job}/`) ||
        job.startsWith(`${hint.job}/`);
      const isThere =
        feed.place.provider === provider && server === hint.server;
      if (isThere && isWithin) feed.refreshNow();
    }
  }
}
