import type { ActivityKind } from '../activity';
import type { Clock } from '../timing';

/** Options of a {@link DeliveryApiClient}. @public */
export interface DeliveryApiClientOptions {
  /** Finds the base URL of the plugin, such as `http://localhost:7007/api/delivery` */
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  /** Sends the requests; the global `fetch` by default */
  fetchApi?: { fetch: typeof fetch };
  /** Source of time for the silence limit of event streams */
  clock?: Clock;
}

/** Options of one request. @public */
export interface DeliveryRequestOptions {
  /** Backstage token of the caller; not needed when `fetchApi` adds one */
  token?: string;
  /** Cancels the request */
  signal?: AbortSignal;
}

/** Entity reference of a service, as `parseEntityRef` returns it. @public */
export type ServiceRef = {
  kind: string;
  namespace: string;
  name: string;
};

/** Selects a page of a service's history. @public */
export interface HistoryQuery {
  /** Limits the page to one workload */
  workload?: {
    environment: string;
    namespace: string;
    kind: string;
    name: string;
  };
  /** Maximum number of entries on the page, from 1 to 200 */
  limit: number;
  /** `nextCursor` of the page before; absent for the newest page */
  cursor?: string;
}

/** Selects changes of a service. @public */
export interface ChangesQuery {
  /** A commit hash or its beginning, a version, or words of a commit message */
  search?: string;
  /** Maximum number of changes, from 1 to 100 */
  limit: number;
}

/** Selects a page of the changes of all services. @public */
export interface ActivityQuery {
  /** Kinds of changes; all if it is omitted */
  kinds?: ActivityKind[];
  /** Words in the name or tags of a service, or the beginning of a commit or version */
  text?: string;
  /** Name of an environment */
  environment?: string;
  /** Entity refs of owners: only services of one of them */
  owners?: string[];
  /** Maximum number of changes, from 1 to 200 */
  limit: number;
  /** `nextCursor` of the page before; absent for the newest page */
  cursor?: string;
}

/** Searches recorded commits and versions. @public */
export interface CommitsQuery {
  /** Beginning of a commit hash or version, or words of a commit message */
  search: string;
  /** Maximum number of matches, from 1 to 50 */
  limit: number;
}

/** Selects a part of a run's log. @public */
export interface RunLogQuery {
  /** Offset of the first byte; absent for the last part */
  start?: number;
  /** Maximum length in bytes */
  maxBytes?: number;
  /** ID of a stage, to read the log of that stage only */
  stageId?: string;
}

/** A topic of an event stream. @public */
export interface StreamTopic {
  /** Path of the topic; see {@link deliveryTopic}, {@link pipelinesTopic} and {@link FLEET_TOPIC} */
  path: string;
  /** ID of the last received event, to resume after it */
  lastEventId: string | undefined;
}
