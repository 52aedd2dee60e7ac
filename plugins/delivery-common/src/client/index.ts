export type {
  ApiCaller,
  ApiResponse,
  ApiRoute,
  EmptyResponse,
  EventsResponse,
  FileResponse,
  JsonResponse,
  PathParameterName,
  PathParameters,
} from './ApiRoute';
export * from './DeliveryApiClient';
export { MAX_TOPICS } from './queries';
export type { StreamMessage } from './readEventStream';
export { retryAfterMs } from './retryAfterMs';
export { deliveryRoutes } from './routes';
export * from './StreamError';
export * from './topics';
export * from './types';
