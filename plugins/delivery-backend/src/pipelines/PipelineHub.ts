import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  Coalescer,
  diffPipelines,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Clock,
  ServicePipelines,
} from '@fairway/backstage-plugin-delivery-common';
import { EventLog } from '../services';
import type { StreamMessage } from '../services';
import type { JobPoller } from './JobPoller';
import type { JobPollers } from './JobPollers';
import { jobKey } from './pipelineIds';
import type {
  LocatedJobs,
  PipelineProviders,
} from '../extensions/PipelineProviders';
import type { OwnershipResolver } from '../ownership';
import type { UserResolver } from './UserResolver';
import { shownSource } from './shownPipelines';

const COALESCE_MS = 250;
/** How long a topic outlives its last viewer, so that a reconnect can resume. */
const LINGER_MS = 60_000;
/** Time limit for the first read of a CI server. */
const FIRST_READ_LIMIT_MS = 8_000;

/** The jobs of a service that it may show. */
export interface ServiceJobs {
  entityRef: string;
  located: LocatedJobs;
}

interface Topic {
  key: string;
  entityRef: string;
  located: LocatedJobs;
  pollers: JobPoller[];
  shown: ServicePipelines;
  log: EventLog;
  refreshes: Coalescer;
}

/** Streams the pipelines of services. Each state is built and serialised once for all viewers. */
export class PipelineHub {
  readonly #options: Parameters<typeof PipelineHub.create>[0];
  readonly #topics = new Map<string, Topic>();
  readonly #stopped = new AbortController();
  readonly #unsubscribe: () => void;
  #opened = 0;

  static create(options: {
    providers: Pick<PipelineProviders, 'all'>;
    ownership: Pick<OwnershipResolver, 'viewableJobs'>;
    pollers: JobPollers;
    userResolver: Pick<UserResolver, 'resolve'>;
    clock: Clock;
    /** Distinguishes the event ids of this process from those of other replicas */
    epoch: string;
  }): PipelineHub {
    return new PipelineHub(options);
  }

  private constructor(options: Parameters<typeof PipelineHub.create>[0]) {
    this.#options = options;
    this.#unsubscribe = options.pollers.subscribe(poller =>
      this.#onChange(poller),
    );
  }

  /** A service's pipelines. Jobs that are due are read first, within a time limit. */
  async read(entity: Entity): Promise<ServicePipelines> {
    const { pollers } = this.#options;
    const limit = this.#limit();
    const { entityRef, located } = await this.locate(entity, limit);
    await Promise.all(
      located.jobs.map(each => pollers.of(each).refresh(limit)),
    );
    return this.#build(entityRef, located);
  }

  /** The jobs of a service that it may show. */
  async locate(entity: Entity, limit = this.#limit()): Promise<ServiceJobs> {
    return {
      entityRef: stringifyEntityRef(entity),
      located: await this.#options.ownership.viewableJobs(entity, limit),
    };
  }

  /**
   * Sends missed events or a snapshot, then every change, until the returned
   * function is called.
   */
  subscribe(
    service: ServiceJobs,
    send: (message: StreamMessage) => void,
    lastEventId?: string,
  ): () => void {
    const topic = this.#topic(service);
    const stopWatching = topic.pollers.map(poller =>
      poller.watch(this.#stopped.signal),
    );
    topic.refreshes.flush();
    const leave = topic.log.join(send, lastEventId, () =>
      JSON.stringify({ type: 'snapshot', pipelines: topic.shown }),
    );
    return () => {
      leave();
      stopWatching.forEach(stop => stop());
      this.#forgetLater(topic);
    };
  }

  /** Whether a service has the same jobs as before. */
  hasSameJobs(before: ServiceJobs, after: ServiceJobs): boolean {
    return keyOf(before) === keyOf(after);
  }

  /** Number of topics in memory. */
  get size(): number {
    return this.#topics.size;
  }

  /** Number of viewers. */
  viewers(): number {
    return [...this.#topics.values()].reduce((n, t) => n + t.log.viewers, 0);
  }

  stop(): void {
    this.#unsubscribe();
    this.#stopped.abort();
  }

  #limit(): AbortSignal {
    return AbortSignal.any([
      AbortSignal.timeout(FIRST_READ_LIMIT_MS),
      this.#stopped.signal,
    ]);
  }

  #topic(service: ServiceJobs): Topic {
    const { pollers, clock, epoch } = this.#options;
    const { entityRef, located } = service;
    const key = keyOf(service);
    const known = this.#topics.get(key);
    if (known) return known;
    const topic: Topic = {
      key,
      entityRef,
      located,
      pollers: located.jobs.map(each => pollers.of(each)),
      shown: this.#build(entityRef, located),
      log: EventLog.create(`${epoch}-p${(this.#opened += 1)}`),
      refreshes: Coalescer.create({
        run: () => this.#refresh(topic),
        intervalMs: COALESCE_MS,
        // One read of a server changes many runs, one after the other.
        leading: false,
        clock,
        signal: this.#stopped.signal,
      }),
    };
    this.#topics.set(key, topic);
    return topic;
  }

  #build(entityRef: string, { jobs, problem }: LocatedJobs): ServicePipelines {
    const { providers, pollers, userResolver } = this.#options;
    return {
      entityRef,
      isConfigured: providers.all().length > 0,
      sources: jobs.map(each =>
        shownSource(
          each.provider.name,
          each.job,
          pollers.of(each).state(),
          userResolver,
        ),
      ),
      ...(problem !== undefined && { problem }),
    };
  }

  #onChange(poller: JobPoller): void {
    for (const topic of this.#topics.values()) {
      if (topic.pollers.includes(poller)) topic.refreshes.request();
    }
  }

  #refresh(topic: Topic): void {
    const after = this.#build(topic.entityRef, topic.located);
    const events = diffPipelines(topic.shown, after);
    topic.shown = after;
    events.forEach(event => topic.log.publish(JSON.stringify(event)));
  }

  async #forgetLater(topic: Topic): Promise<void> {
    if (topic.log.viewers) return;
    await this.#options.clock.delay(LINGER_MS, this.#stopped.signal);
    if (!topic.log.viewers && this.#topics.get(topic.key) === topic) {
      this.#topics.delete(topic.key);
    }
  }
}

function keyOf({ entityRef, located: { jobs, problem } }: ServiceJobs): string {
  const keys = jobs.map(({ provider, job }) => jobKey(provider.name, job));
  return JSON.stringify([entityRef, keys, problem]);
}
