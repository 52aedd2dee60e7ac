import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  applyDeliveryEvent,
  applyFleetEvent,
  deliveryEventSchema,
  fleetEventSchema,
  releasePageSchema,
  timelinePageSchema,
  manifestSchema,
  revisionDiffSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Fleet,
  ReleasePage,
  TimelinePage,
  Manifest,
  RevisionDiff,
} from '@fairway/backstage-plugin-delivery-common';
import { browserClock, browserVisibility } from './browser';
import type { DeliveryApi, HistoryRequest, Live } from './DeliveryApi';
import { LiveFeed } from './LiveFeed';
import type { StreamMessage } from './LiveFeed';
import { readEventStream } from './readEventStream';
import { withinSilence } from './silence';
import { StreamError } from './StreamError';

/**
 * Asks the delivery backend, by the portal's own way to its plugins.
 * @public
 */
export class DeliveryClient implements DeliveryApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;
  readonly #deliveries = new Map<string, LiveFeed<Delivery>>();
  #fleet: LiveFeed<Fleet> | undefined;

  /** A client on the portal's own discovery and fetch. */
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): DeliveryClient {
    return new DeliveryClient(options.discoveryApi, options.fetchApi);
  }

  private constructor(discoveryApi: DiscoveryApi, fetchApi: FetchApi) {
    this.#discoveryApi = discoveryApi;
    this.#fetchApi = fetchApi;
  }

  /** {@inheritDoc DeliveryApi.follow} */
  follow(service: CompoundEntityRef): Live<Delivery> {
    const key = stringifyEntityRef(service);
    const known = this.#deliveries.get(key);
    if (known) return known;
    const { kind, namespace, name } = service;
    const feed = this.#feed<Delivery>({
      path: ['services', kind, namespace, name, 'stream'],
      apply: (delivery, event) =>
        applyDeliveryEvent(delivery, deliveryEventSchema.parse(event)),
      onStop: () => this.#deliveries.delete(key),
    });
    this.#deliveries.set(key, feed);
    return feed;
  }

  /** {@inheritDoc DeliveryApi.followFleet} */
  followFleet(): Live<Fleet> {
    this.#fleet ??= this.#feed<Fleet>({
      path: ['fleet', 'stream'],
      apply: (fleet, event) =>
        applyFleetEvent(fleet, fleetEventSchema.parse(event)),
      onStop: () => {
        this.#fleet = undefined;
      },
    });
    return this.#fleet;
  }

  /** {@inheritDoc DeliveryApi.getReleases} */
  async getReleases(
    service: CompoundEntityRef,
    page: HistoryRequest,
  ): Promise<ReleasePage> {
    return releasePageSchema.parse(
      await this.#getHistory(service, 'releases', page),
    );
  }

  /** {@inheritDoc DeliveryApi.getTimeline} */
  async getTimeline(
    service: CompoundEntityRef,
    page: HistoryRequest,
  ): Promise<TimelinePage> {
    return timelinePageSchema.parse(
      await this.#getHistory(service, 'timeline', page),
    );
  }

  async #getHistory(
    { kind, namespace, name }: CompoundEntityRef,
    what: string,
    { limit, cursor, workload, signal }: HistoryRequest,
  ): Promise<unknown> {
    const path = ['services', kind, namespace, name, what];
    const query = new URLSearchParams({
      limit: String(limit),
      ...(cursor !== undefined && { cursor }),
      ...(workload && {
        environment: workload.environment,
        namespace: workload.namespace,
        workload: `${workload.kind}/${workload.name}`,
      }),
    });
    return this.#read(path, { query, signal });
  }

  /** {@inheritDoc DeliveryApi.readManifest} */
  async readManifest(
    service: CompoundEntityRef,
    uid: string,
  ): Promise<Manifest> {
    return manifestSchema.parse(
      await this.#read(workloadPath(service, uid, 'manifest')),
    );
  }

  /** {@inheritDoc DeliveryApi.diffRevisions} */
  async diffRevisions(
    service: CompoundEntityRef,
    uid: string,
    { from, to }: { from: number; to: number },
  ): Promise<RevisionDiff> {
    const about = ['revisions', String(from), 'diff', String(to)];
    return revisionDiffSchema.parse(
      await this.#read(workloadPath(service, uid, ...about)),
    );
  }

  async #read(
    path: string[],
    { query, signal }: { query?: URLSearchParams; signal?: AbortSignal } = {},
  ): Promise<unknown> {
    const url = await this.#url(path);
    const response = await this.#fetchApi.fetch(
      query ? `${url}?${query}` : url,
      { signal },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response.json();
  }

  async #url(path: string[]): Promise<string> {
    const base = await this.#discoveryApi.getBaseUrl('delivery');
    return [base, 'v1', ...path.map(encodeURIComponent)].join('/');
  }

  #feed<T>(options: {
    path: string[];
    /** Undefined where the event builds on something that is not known */
    apply: (known: T | undefined, event: unknown) => T | undefined;
    onStop: () => void;
  }): LiveFeed<T> {
    const { path, apply, onStop } = options;
    return LiveFeed.create<T>({
      connect: (lastEventId, signal) =>
        this.#connect(path, lastEventId, signal),
      apply: (known, event) => {
        const value = apply(known, event);
        if (value === undefined) {
          throw new Error('The stream began with a patch');
        }
        return value;
      },
      onStop,
      clock: browserClock,
      visibility: browserVisibility,
      random: Math.random,
    });
  }

  async *#connect(
    path: string[],
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<StreamMessage> {
    const response = await withinSilence(
      this.#request(path, lastEventId, signal),
      browserClock,
    );
    yield* readEventStream(response, browserClock);
  }

  async #request(
    path: string[],
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const url = await this.#url(path);
    const headers = {
      accept: 'text/event-stream',
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    };
    try {
      return await this.#fetchApi.fetch(url, { headers, signal });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new StreamError('unreachable', message);
    }
  }
}

function workloadPath(
  { kind, namespace, name }: CompoundEntityRef,
  uid: string,
  ...rest: string[]
): string[] {
  return ['services', kind, namespace, name, 'workloads', uid, ...rest];
}
