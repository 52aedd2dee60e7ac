import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { systemClock } from '@fairway/backstage-plugin-delivery-common';
import { BackendConnection } from './BackendConnection';
import { browserVisibility } from './browser';
import type { Live } from './DeliveryApi';
import { LiveFeed } from './LiveFeed';
import type { LiveTopic, LiveUpdatesApi } from './LiveUpdatesApi';
import { readEventStream } from './readEventStream';
import { StreamError } from './StreamError';
import { TabStream } from './TabStream';
import type { FollowedTopic, TabMessage } from './TabStream';

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
    const backend = BackendConnection.create(options);
    return new LiveUpdatesClient(
      TabStream.create({
        open: (topics, signal) => openStream(backend, topics, signal),
        clock: systemClock,
      }),
    );
  }

  private constructor(stream: TabStream) {
    this.#stream = stream;
  }

  /** {@inheritDoc LiveUpdatesApi.follow} */
  follow<T>(topic: LiveTopic<T>): Live<T> {
    const path = topic.path.map(encodeURIComponent).join('/');
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

async function openStream(
  backend: BackendConnection,
  topics: FollowedTopic[],
  signal: AbortSignal,
): Promise<AsyncIterable<TabMessage>> {
  const query = new URLSearchParams(
    topics.map(({ path, lastEventId }) => [
      'topic',
      lastEventId === undefined ? path : `${path}@${lastEventId}`,
    ]),
  );
  const headers = { accept: 'text/event-stream' };
  try {
    const response = await backend.fetch(['stream'], {
      query,
      headers,
      signal,
    });
    return readEventStream(response, systemClock);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new StreamError('unreachable', message);
  }
}
