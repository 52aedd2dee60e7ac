import type { CompoundEntityRef } from '@backstage/catalog-model';
import { createApiRef } from '@backstage/core-plugin-api';
import type {
  ActivityPage,
  ActivityQuery,
  CodedMessage,
  CommitSearch,
  Delivery,
  Fleet,
  ReleasePage,
  TimelinePage,
  Manifest,
  RevisionDiff,
  EnvironmentTarget,
  Waiting,
} from '@fairway/backstage-plugin-delivery-common';

/** Reason why a live value is not updated. @public */
export interface Interruption {
  /**
   * - `unreachable`: the connection cannot be made
   * - `silent`: the connection is open, but the backend sends nothing over it
   * - `ended`: the backend or a proxy closed the connection
   * - `unreadable`: this version of the page cannot read what the backend sends
   * - `paused`: the page is hidden
   * - `limited`: the viewer has reached a limit of the backend
   * - `error`: the backend answers with another error
   */
  cause:
    | 'unreachable'
    | 'silent'
    | 'ended'
    | 'unreadable'
    | 'paused'
    | 'limited'
    | 'error';
  /** Reason of the backend or the browser, when there is one */
  problem?: CodedMessage;
}

/** State of a live value. @public */
export type LiveState<T> =
  | { status: 'loading' }
  /** The value is up to date */
  | { status: 'live'; value: T }
  /** The last known value; the page reconnects until it is live again */
  | {
      status: 'reconnecting';
      value: T;
      /** Time of the interruption, in milliseconds since the epoch */
      since: number;
      interruption: Interruption;
    }
  /** No value is known yet; the page reconnects until one is */
  | { status: 'failed'; interruption: Interruption }
  | { status: 'refused'; problem: CodedMessage }
  | { status: 'not-found'; problem: CodedMessage };

/** A value that is kept up to date while it has listeners. @public */
export interface Live<T> {
  /** The current state */
  getState(): LiveState<T>;
  /** Calls the listener after each change, until the returned function is called */
  subscribe(listener: () => void): () => void;
  /** Reconnects now */
  retry(): void;
}

/** A workload of a service; it stays the same when the workload is created again. @public */
export interface WorkloadRef {
  /** Name of the environment */
  environment: string;
  /** Namespace in the environment's cluster */
  namespace: string;
  /** Kubernetes kind, such as `Deployment` */
  kind: string;
  /** Name of the object */
  name: string;
}

/** A request for one page of a service's history. @public */
export interface HistoryRequest {
  /** Limits the page to one workload */
  workload?: WorkloadRef;
  /** Entries on the page, at most 200 */
  limit: number;
  /** `nextCursor` of the page before; absent for the newest page */
  cursor?: string;
  /** Cancels the request */
  signal: AbortSignal;
}

/** A request for one page of the changes of all services. @public */
export interface ActivityRequest extends ActivityQuery {
  /** Cancels the request */
  signal: AbortSignal;
}

/** Deliveries of services: what runs in which environment, and its history. @public */
export interface DeliveryApi {
  /** The live delivery of a service; one instance for all callers */
  follow(service: CompoundEntityRef): Live<Delivery>;
  /** The live fleet: all services that the signed-in user may see; one instance for all callers */
  followFleet(): Live<Fleet>;
  /** Rollouts and runs that wait for a person, read once a minute; one instance for all callers */
  followWaiting(): Live<Waiting>;
  /**
   * One page of a service's releases, newest first.
   * @throws ResponseError when the backend answers with an error
   */
  getReleases(
    service: CompoundEntityRef,
    page: HistoryRequest,
  ): Promise<ReleasePage>;
  /**
   * One page of a service's timeline events, newest first.
   * @throws ResponseError when the backend answers with an error
   */
  getTimeline(
    service: CompoundEntityRef,
    page: HistoryRequest,
  ): Promise<TimelinePage>;
  /**
   * One page of the changes of all services that the signed-in user may see, newest first.
   * @throws ResponseError when the backend answers with an error
   */
  getActivity(page: ActivityRequest): Promise<ActivityPage>;
  /**
   * Recorded commits and versions of all services that match a text, and where they are deployed.
   * @throws ResponseError when the backend answers with an error
   */
  searchCommits(
    search: string,
    options: { signal: AbortSignal },
  ): Promise<CommitSearch>;
  /**
   * Manifest of a service's workload, read from its cluster; secret values are hidden.
   * @throws ResponseError when the backend answers with an error
   */
  getManifest(service: CompoundEntityRef, uid: string): Promise<Manifest>;
  /**
   * Differences between two revisions of a workload, by their numbers.
   * @throws ResponseError when the backend answers with an error
   */
  getRevisionDiff(
    service: CompoundEntityRef,
    uid: string,
    revisions: { from: number; to: number },
  ): Promise<RevisionDiff>;
  /**
   * Environments that the signed-in user may see, in the order of promotion, with their quotas.
   * @throws ResponseError when the backend answers with an error
   */
  getEnvironments(): Promise<EnvironmentTarget[]>;
}

/** Deliveries of services; a {@link DeliveryClient} by default. @public */
export const deliveryApiRef = createApiRef<DeliveryApi>({
  id: 'plugin.delivery.api',
});
