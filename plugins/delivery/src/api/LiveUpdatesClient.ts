import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  DeliveryApiClient,
  systemClock,
} from '@fairway/backstage-plugin-delivery-common';
import { browserVisibility } from './browser';
import type { Live } from './DeliveryApi';
import { LiveFeed } from './LiveFeed';
import type { LiveTopic, LiveUpdatesApi } from './LiveUpdatesApi';
import { TabStream } from './TabStream';

/**
 * Event stream of the delivery backend. An app has one instance, because each
 * instance has its own connection.
 * @public
 */
export class LiveUpdatesClient implements LiveUpdatesApi {
  readonly #stream: TabStream;

  /** Creates a client that uses the app's discovery and fetch APIs. */
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): LiveUpdatesClient {
    const client = DeliveryApiClient.create(options);
    const stream = TabStream.create({
      open: (topics, signal) => client.streamTopics(topics, { signal }),
      clock: systemClock,
    });
    return new LiveUpdatesClient(stream);
  }

  private constructor(stream: TabStream) {
    this.#stream = stream;
  }

  /** {@inheritDoc LiveUpdatesApi.follow} */
  follow<T>(topic: LiveTopic<T>): Live<T> {
    const { path } = topic;
    return LiveFeed.create<T>({
      connect: (lastEventId, signal) =>
        this.#stream.follow({ path, lastEventId }, signal),
      apply: (known, event) => {
        const value = topic.apply(known, event);
        if (value === undefined) {
          throw new Error('The stream started with a patch');
        }
        return value;
      },
      onStop: () => topic.onStop(),
      clock: systemClock,
      visibility: browserVisibility,
      random: Math.random,
    });
  }
}
