import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '../Clock';
import { JobFeed } from './JobFeed';
import { jobKey } from './pipelineIds';
import type { LocatedJob } from './PipelineProviders';
import type { PipelineStore } from './PipelineStore';

/** One {@link JobFeed} for each job, whichever and however many entities name it. */
export class JobFeeds {
  readonly #options: Parameters<typeof JobFeeds.create>[0];
  readonly #feeds = new Map<string, JobFeed>();
  readonly #listeners = new Set<(feed: JobFeed) => void>();

  static create(options: {
    store: PipelineStore;
    clock: Clock;
    logger: LoggerService;
  }): JobFeeds {
    return new JobFeeds(options);
  }

  private constructor(options: Parameters<typeof JobFeeds.create>[0]) {
    this.#options = options;
  }

  of({ provider, job }: LocatedJob): JobFeed {
    const key = jobKey(provider.name, job);
    const known = this.#feeds.get(key);
    if (known) return known;
    const feed: JobFeed = JobFeed.create({
      ...this.#options,
      provider,
      job,
      onChange: () => this.#listeners.forEach(listen => listen(feed)),
    });
    this.#feeds.set(key, feed);
    return feed;
  }

  /** Hears which feed has something new until the returned function is called. */
  subscribe(listener: (feed: JobFeed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Has all jobs asked again that a hint may be about: it names a job in one of them, or one of them. */
  hasten(provider: string, hint: { server: string; job: string }): void {
    for (const feed of this.#feeds.values()) {
      const { server, job } = feed.place;
      const isWithin =
        hint.job === job ||
        hint.job.startsWith(`${job}/`) ||
        job.startsWith(`${hint.job}/`);
      const isThere =
        feed.place.provider === provider && server === hint.server;
      if (isThere && isWithin) feed.hasten();
    }
  }
}
