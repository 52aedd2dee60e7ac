import {
  ResponseError,
  ServiceUnavailableError,
  isError,
} from '@backstage/errors';
import { systemClock } from '../timing';
import type { Clock } from '../timing';
import { routePath } from './ApiRoute';
import type { ApiRoute, JsonResponse, PathParameters } from './ApiRoute';
import { readEventStream } from './readEventStream';
import type { StreamMessage } from './readEventStream';
import type { DeliveryApiClientOptions, DeliveryRequestOptions } from './types';

/** Values of query parameters; those that are undefined are left out. */
export type QueryValues = Record<
  string,
  string | number | string[] | undefined
>;

/** A request to a route. */
export interface RouteRequest {
  query?: QueryValues;
  headers?: Record<string, string>;
  /** Sent as JSON */
  body?: unknown;
  options: DeliveryRequestOptions | undefined;
}

/** Sends requests to routes of the delivery plugin. */
export class RouteClient {
  readonly #discoveryApi: DeliveryApiClientOptions['discoveryApi'];
  readonly #fetch: typeof fetch;
  readonly #clock: Clock;

  static create(options: DeliveryApiClientOptions): RouteClient {
    return new RouteClient(options);
  }

  private constructor(options: DeliveryApiClientOptions) {
    const { discoveryApi, fetchApi, clock = systemClock } = options;
    this.#discoveryApi = discoveryApi;
    this.#fetch = (input, init) =>
      fetchApi ? fetchApi.fetch(input, init) : fetch(input, init);
    this.#clock = clock;
  }

  /** Response of a route that answers with JSON. */
  async read<TPath extends string, T>(
    route: ApiRoute<TPath, unknown, JsonResponse<T>>,
    parameters: PathParameters<TPath>,
    request: RouteRequest,
  ): Promise<T> {
    const response = await this.send(route, parameters, request);
    return route.response.schema.parse(await response.json());
  }

  /**
   * Response of a route, whatever its type.
   * @throws ResponseError when the backend answers with an error,
   * ServiceUnavailableError when it cannot be reached, or the reason of the signal
   */
  async send<TPath extends string>(
    route: ApiRoute<TPath>,
    parameters: PathParameters<TPath>,
    request: RouteRequest,
  ): Promise<Response> {
    const signal = request.options?.signal;
    let response: Response;
    try {
      response = await this.#fetchRoute(route, parameters, request, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw new ServiceUnavailableError(
        `Cannot reach the delivery plugin: ${connectionProblem(error)}`,
      );
    }
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }

  async #fetchRoute<TPath extends string>(
    route: ApiRoute<TPath>,
    parameters: PathParameters<TPath>,
    { query, headers, body, options }: RouteRequest,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const base = await this.#discoveryApi.getBaseUrl('delivery');
    const search = searchParameters(query ?? {}).toString();
    const url = `${base}/${routePath(route, parameters)}`;
    return this.#fetch(search ? `${url}?${search}` : url, {
      method: route.method.toUpperCase(),
      headers: {
        ...headers,
        ...(options?.token && { authorization: `Bearer ${options.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal,
    });
  }

  /**
   * Messages of a route that answers with server-sent events.
   * @throws StreamError
   */
  stream(
    route: ApiRoute<string>,
    request: RouteRequest,
  ): AsyncGenerator<StreamMessage, void, undefined> {
    const headers = { ...request.headers, accept: 'text/event-stream' };
    return readEventStream(
      signal => this.#fetchRoute(route, {}, { ...request, headers }, signal),
      { clock: this.#clock, signal: request.options?.signal },
    );
  }
}

function searchParameters(query: QueryValues): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    [value].flat().forEach(each => search.append(name, String(each)));
  }
  return search;
}

/** Node's fetch gives the reason of a failed connection as the cause of its error. */
function connectionProblem(error: unknown): string {
  if (!isError(error)) return String(error);
  return isError(error.cause) && error.cause.message
    ? error.cause.message
    : error.message;
}
