import { ResponseError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { systemClock } from '@fairway/backstage-plugin-delivery-common';
import { browserVisibility } from './browser';
import { LiveFeed } from './LiveFeed';
import { readEventStream } from './readEventStream';
import { StreamError } from './StreamError';
import { TabStream } from './TabStream';
import type { FollowedTopic, TabMessage } from './TabStream';

/** All clients of a portal have the same way to it, and share one stream. */
const tabStreams = new WeakMap<FetchApi, TabStream>();

/** The way to the delivery backend, by the portal's own discovery and fetch. */
export class BackendConnection {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): BackendConnection {
    return new BackendConnection(options.discoveryApi, options.fetchApi);
  }

  private constructor(discoveryApi: DiscoveryApi, fetchApi: FetchApi) {
    this.#discoveryApi = discoveryApi;
    this.#fetchApi = fetchApi;
  }

  /** Something that is not JSON. @throws ResponseError when the backend answers with an error */
  async open(
    path: string[],
    { query, ...init }: RequestInit & { query?: URLSearchParams } = {},
  ): Promise<Response> {
    const url = await this.url(path);
    const response = await this.#fetchApi.fetch(
      query ? `${url}?${query}` : url,
      init,
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }

  /** Parsed JSON. @throws ResponseError when the backend answers with an error */
  async read(
    path: string[],
    { query, signal }: { query?: URLSearchParams; signal?: AbortSignal } = {},
  ): Promise<unknown> {
    const response = await this.open(path, { query, signal });
    return response.json();
  }

  /** Of a resource, each of whose parts is encoded. */
  async url(path: string[]): Promise<string> {
    const base = await this.#discoveryApi.getBaseUrl('delivery');
    return [base, 'v1', ...path.map(encodeURIComponent)].join('/');
  }

  /** Something that is followed, by the path that reads it once. */
  feed<T>(options: {
    path: string[];
    /** Undefined where the event builds on something that is not known */
    apply: (known: T | undefined, event: unknown) => T | undefined;
    onStop: () => void;
  }): LiveFeed<T> {
    const { apply, onStop } = options;
    const path = options.path.map(encodeURIComponent).join('/');
    const stream = this.#tabStream();
    return LiveFeed.create<T>({
      connect: (lastEventId, signal) =>
        stream.follow({ path, lastEventId }, signal),
      apply: (known, event) => {
        const value = apply(known, event);
        if (value === undefined) {
          throw new Error('The stream began with a patch');
        }
        return value;
      },
      onStop,
      clock: systemClock,
      visibility: browserVisibility,
      random: Math.random,
    });
  }

  #tabStream(): TabStream {
    const known = tabStreams.get(this.#fetchApi);
    if (known) return known;
    const stream = TabStream.create({
      open: (topics, signal) => this.#openStream(topics, signal),
      clock: systemClock,
    });
    tabStreams.set(this.#fetchApi, stream);
    return stream;
  }

  async #openStream(
    topics: FollowedTopic[],
    signal: AbortSignal,
  ): Promise<AsyncIterable<TabMessage>> {
    const query = new URLSearchParams(
      topics.map(({ path, lastEventId }) => [
        'topic',
        lastEventId === undefined ? path : `${path}@${lastEventId}`,
      ]),
    );
    const url = `${await this.url(['stream'])}?${query}`;
    const headers = { accept: 'text/event-stream' };
    try {
      const response = await this.#fetchApi.fetch(url, { headers, signal });
      return readEventStream(response, systemClock);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new StreamError('unreachable', message);
    }
  }
}
