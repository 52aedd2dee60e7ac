import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { browserClock, browserVisibility } from './browser';
import type { DeliveryApi, DeliveryFeed } from './DeliveryApi';
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
  readonly #feeds = new Map<string, LiveFeed>();

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
  follow(service: CompoundEntityRef): DeliveryFeed {
    const key = stringifyEntityRef(service);
    const known = this.#feeds.get(key);
    if (known) return known;
    const feed = LiveFeed.create({
      connect: (lastEventId, signal) =>
        this.#connect(service, lastEventId, signal),
      onStop: () => this.#feeds.delete(key),
      clock: browserClock,
      visibility: browserVisibility,
      random: Math.random,
    });
    this.#feeds.set(key, feed);
    return feed;
  }

  async *#connect(
    service: CompoundEntityRef,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<StreamMessage> {
    const response = await withinSilence(
      this.#request(service, lastEventId, signal),
      browserClock,
    );
    yield* readEventStream(response, browserClock);
  }

  async #request(
    { kind, namespace, name }: CompoundEntityRef,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const base = await this.#discoveryApi.getBaseUrl('delivery');
    const path = [kind, namespace, name].map(encodeURIComponent).join('/');
    const headers = {
      accept: 'text/event-stream',
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    };
    try {
      return await this.#fetchApi.fetch(`${base}/v1/services/${path}/stream`, {
        headers,
        signal,
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new StreamError('unreachable', message);
    }
  }
}
