import type { z } from 'zod';

/** Names of the parameters in a path such as `/v1/actions/:actionId`. @public */
export type PathParameterName<TPath extends string> =
  TPath extends `${string}:${infer TName}/${infer TRest}`
    ? TName | PathParameterName<TRest>
    : TPath extends `${string}:${infer TName}`
      ? TName
      : never;

/** Values of the parameters in a path, not encoded. @public */
export type PathParameters<TPath extends string> = Record<
  PathParameterName<TPath>,
  string
>;

/** JSON response of a route. @public */
export interface JsonResponse<T> {
  /** Kind of response */
  type: 'json';
  /** HTTP status of a successful request */
  status: number;
  /** Schema of the body */
  schema: z.ZodType<T>;
}

/** Stream of server-sent events; the data of each event is JSON. @public */
export interface EventsResponse<T> {
  /** Kind of response */
  type: 'events';
  /** HTTP status of a successful request */
  status: number;
  /** Schema of an event's data; absent when it depends on the requested topics */
  schema?: z.ZodType<T>;
}

/** Response that is a file. @public */
export interface FileResponse {
  /** Kind of response */
  type: 'file';
  /** HTTP status of a successful request */
  status: number;
  /** Media type of the file */
  contentType: 'text/plain' | 'application/octet-stream';
}

/** Response without a body. @public */
export interface EmptyResponse {
  /** Kind of response */
  type: 'empty';
  /** HTTP status of a successful request */
  status: number;
}

/** Response of a route. @public */
export type ApiResponse =
  | JsonResponse<unknown>
  | EventsResponse<unknown>
  | FileResponse
  | EmptyResponse;

/**
 * Callers that a route accepts.
 *
 * - `any`: a signed-in user, or a plugin for itself or on behalf of a user
 * - `user`: a signed-in user, or a plugin on behalf of a user
 * - `service`: a plugin for itself
 * - `public`: every caller, also without a token
 *
 * @public
 */
export type ApiCaller = 'any' | 'user' | 'service' | 'public';

/** A route of the delivery plugin's HTTP API. @public */
export interface ApiRoute<
  TPath extends string = string,
  TQuery = unknown,
  TResponse extends ApiResponse = ApiResponse,
> {
  /** HTTP method */
  method: 'get' | 'post';
  /** Path below `/api/delivery`, with parameters in Express syntax */
  path: TPath;
  /** What the route does, in one line */
  summary: string;
  /** Details that the summary leaves out */
  description?: string;
  /** Callers that the route accepts */
  caller: ApiCaller;
  /** Schema of the query parameters */
  query: z.ZodType<TQuery>;
  /** Whether the route reads the request header `Last-Event-ID` */
  acceptsLastEventId?: boolean;
  /** Schema of the JSON request body */
  body?: z.ZodType;
  /** Response of a successful request */
  response: TResponse;
  /** Other responses of successful requests */
  otherResponses?: ApiResponse[];
  /** Statuses of error responses, without 401 */
  errors: number[];
}

/** Declares a route; keeps the literal type of its path. */
export function apiRoute<
  TPath extends string,
  TQuery,
  TResponse extends ApiResponse,
>(
  route: ApiRoute<TPath, TQuery, TResponse>,
): ApiRoute<TPath, TQuery, TResponse> {
  return route;
}

/** Declares a JSON response. */
export function json<T>(schema: z.ZodType<T>, status = 200): JsonResponse<T> {
  return { type: 'json', status, schema };
}

/** Declares a stream of server-sent events. */
export function events<T>(schema?: z.ZodType<T>): EventsResponse<T> {
  return { type: 'events', status: 200, schema };
}

/** Path of a route with its parameters filled in and encoded, without a leading slash. */
export function routePath<TPath extends string>(
  route: { path: TPath },
  parameters: PathParameters<TPath>,
): string {
  const values: Record<string, string> = parameters;
  return route.path
    .slice(1)
    .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name]));
}
