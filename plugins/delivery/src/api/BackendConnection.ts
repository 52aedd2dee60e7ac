import { ResponseError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';

/** The delivery backend, reached through the app's discovery and fetch APIs. */
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

  /** A response, also when the backend answers with an error. */
  async fetch(
    path: string[],
    { query, ...init }: RequestInit & { query?: URLSearchParams } = {},
  ): Promise<Response> {
    const base = await this.#discoveryApi.getBaseUrl('delivery');
    const url = [base, 'v1', ...path.map(encodeURIComponent)].join('/');
    return this.#fetchApi.fetch(query ? `${url}?${query}` : url, init);
  }

  /** A response that is not JSON. @throws ResponseError when the backend answers with an error */
  async open(
    path: string[],
    options: RequestInit & { query?: URLSearchParams } = {},
  ): Promise<Response> {
    const response = await this.fetch(path, options);
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
}
