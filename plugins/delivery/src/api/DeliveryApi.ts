import type { CompoundEntityRef } from '@backstage/catalog-model';
import { createApiRef } from '@backstage/core-plugin-api';
import type {
  Delivery,
  Fleet,
  ReleasePage,
  TimelinePage,
  Manifest,
  RevisionDiff,
  EnvironmentTarget,
} from '@fairway/backstage-plugin-delivery-common';

/** Why nothing new comes. @public */
export interface Interruption {
  /**
   * - `unreachable`: no connection could be made
   * - `silent`: a connection was there, and nothing came over it
   * - `ended`: the backend or something on the way closed the stream
   * - `unreadable`: what came is not what this version of the page reads
   * - `paused`: nobody looked
   * - `error`: the backend answered with an error
   */
  cause: 'unreachable' | 'silent' | 'ended' | 'unreadable' | 'paused' | 'error';
  /** In the words of the backend or browser, where there are any */
  message?: string;
}

/** What a page knows of something that moves. @public */
export type LiveState<T> =
  | { status: 'loading' }
  /** Follows the clusters as they move */
  | { status: 'live'; value: T }
  /** The last that was known; tried again until it is live */
  | {
      status: 'reconnecting';
      value: T;
      /** Since when nothing new can come, in ms */
      since: number;
      interruption: Interruption;
    }
  /** Nothing is known yet; tried again until something is */
  | { status: 'failed'; interruption: Interruption }
  | { status: 'refused'; message: string }
  | { status: 'not-found'; message: string };

/** Something that moves, followed while somebody listens. @public */
export interface Live<T> {
  /** What is known now */
  getState(): LiveState<T>;
  /** Hears of every new state until the returned function is called */
  subscribe(listener: () => void): () => void;
  /** Tries again at once */
  retry(): void;
}

/** One workload of a service, by what it is called wherever it is made anew. @public */
export interface WorkloadName {
  /** Name of the environment */
  environment: string;
  /** In the environment's cluster */
  namespace: string;
  /** As Kubernetes names it, such as `Deployment` */
  kind: string;
  /** Of the object */
  name: string;
}

/** Which page of a service's history is asked for. @public */
export interface HistoryRequest {
  /** Only of this workload */
  workload?: WorkloadName;
  /** Entries on the page, at most 200 */
  limit: number;
  /** From the page before; none for the newest */
  cursor?: string;
  /** Ends the request */
  signal: AbortSignal;
}

/** Gives the pages what the delivery backend knows. @public */
export interface DeliveryApi {
  /** A service's delivery; the same for all who ask, one stream for all */
  follow(service: CompoundEntityRef): Live<Delivery>;
  /** All services that the viewer may see; the same for all who ask */
  followFleet(): Live<Fleet>;
  /**
   * One page of a service's releases, newest first.
   * @throws ResponseError when the backend answers with an error
   */
  getReleases(
    service: CompoundEntityRef,
    page: HistoryRequest,
  ): Promise<ReleasePage>;
  /**
   * One page of what happened to a service, newest first.
   * @throws ResponseError when the backend answers with an error
   */
  getTimeline(
    service: CompoundEntityRef,
    page: HistoryRequest,
  ): Promise<TimelinePage>;
  /**
   * A workload of a service as its cluster has it, without what looks secret.
   * @throws ResponseError that says why it cannot be had
   */
  readManifest(service: CompoundEntityRef, uid: string): Promise<Manifest>;
  /**
   * What changed between two revisions of a workload, by their numbers.
   * @throws ResponseError that says why it cannot be had
   */
  diffRevisions(
    service: CompoundEntityRef,
    uid: string,
    revisions: { from: number; to: number },
  ): Promise<RevisionDiff>;
  /**
   * Where a service to come can be, in the order of promotion, with what is left there.
   * @throws ResponseError that says why it cannot be had
   */
  readPlaces(): Promise<EnvironmentTarget[]>;
}

/** The delivery backend, for the pages; a {@link DeliveryClient} by default. @public */
export const deliveryApiRef = createApiRef<DeliveryApi>({
  id: 'plugin.delivery.api',
});
