import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import type { DeliveryApi, DeliveryFeed } from './DeliveryApi';
import { LiveFeed, StreamError } from './LiveFeed';
import type { FeedClock, StreamMessage, Visibility } from './LiveFeed';
import { readEventStream } from './readEventStream';

/**
 * Asks the delivery backend, by the portal's own way to its plugins.
 * @public
 */
export class DeliveryClient implements DeliveryApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;
  readonly #feeds = new Map<string, LiveFeed>();

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

  follow(service: CompoundEntityRef): DeliveryFeed {
    const key = stringifyEntityRef(service);
    const known = this.#feeds.get(key);
    if (known) return known;
    const feed = LiveFeed.create({
      connect: (lastEventId, signal) =>
        this.#connect(service, lastEventId, signal),
      clock: browserClock,
      visibility: browserVisibility,
      random: Math.random,
    });
    this.#feeds.set(key, feed);
    return feed;
  }

  async *#connect(
    { kind, namespace, name }: CompoundEntityRef,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<StreamMessage> {
    const base = await this.#discoveryApi.getBaseUrl('delivery');
    const path = [kind, namespace, name].map(encodeURIComponent).join('/');
    let response: Response;
    try {
      response = await this.#fetchApi.fetch(
        `${base}/v1/services/${path}/stream`,
        {
          headers: {
            accept: 'text/event-stream',
            ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
          },
          signal,
        },
      );
    } catch (error) {
      throw new StreamError('unavailable', 'The portal cannot be reached');
    }
    yield* readEventStream(response, browserClock);
  }
}

const browserClock: FeedClock = {
  now: () => Date.now(),
  delay: (milliseconds, signal) =>
    new Promise(resolve => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

const browserVisibility: Visibility = {
  isVisible: () => document.visibilityState !== 'hidden',
  subscribe: listener => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};
