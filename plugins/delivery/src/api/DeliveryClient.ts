import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  applyDeliveryEvent,
  applyFleetEvent,
  DeliveryApiClient,
  deliveryEventSchema,
  deliveryTopic,
  FLEET_TOPIC,
  fleetEventSchema,
  systemClock,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActivityPage,
  CommitSearch,
  Delivery,
  EnvironmentTarget,
  Fleet,
  Manifest,
  ReleasePage,
  RevisionDiff,
  TimelinePage,
  Waiting,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ActivityRequest,
  DeliveryApi,
  HistoryRequest,
  Live,
} from './DeliveryApi';
import type { LiveUpdatesApi } from './LiveUpdatesApi';
import { browserVisibility } from './browser';
import { PolledFeed } from './PolledFeed';

/** Interval of reading what waits for a person. */
const WAITING_MS = 60_000;

/** Maximum number of commits that a search shows. */
const MAX_COMMITS = 10;

/**
 * Deliveries of services, from the delivery backend.
 * @public
 */
export class DeliveryClient implements DeliveryApi {
  readonly #client: DeliveryApiClient;
  readonly #liveUpdates: LiveUpdatesApi;
  readonly #deliveries = new Map<string, Live<Delivery>>();
  #fleet: Live<Fleet> | undefined;
  #waiting: Live<Waiting> | undefined;

  /** Creates a client that uses the app's APIs. */
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
    liveUpdates: LiveUpdatesApi;
  }): DeliveryClient {
    return new DeliveryClient(
      DeliveryApiClient.create(options),
      options.liveUpdates,
    );
  }

  private constructor(client: DeliveryApiClient, liveUpdates: LiveUpdatesApi) {
    this.#client = client;
    this.#liveUpdates = liveUpdates;
  }

  /** {@inheritDoc DeliveryApi.follow} */
  follow(service: CompoundEntityRef): Live<Delivery> {
    const key = stringifyEntityRef(service);
    const known = this.#deliveries.get(key);
    if (known) return known;
    const delivery = this.#liveUpdates.follow<Delivery>({
      path: deliveryTopic(service),
      apply: (before, event) =>
        applyDeliveryEvent(before, deliveryEventSchema.parse(event)),
      onStop: () => this.#deliveries.delete(key),
    });
    this.#deliveries.set(key, delivery);
    return delivery;
  }

  /** {@inheritDoc DeliveryApi.followFleet} */
  followFleet(): Live<Fleet> {
    this.#fleet ??= this.#liveUpdates.follow<Fleet>({
      path: FLEET_TOPIC,
      apply: (before, event) =>
        applyFleetEvent(before, fleetEventSchema.parse(event)),
      onStop: () => {
        this.#fleet = undefined;
      },
    });
    return this.#fleet;
  }

  /** {@inheritDoc DeliveryApi.followWaiting} */
  followWaiting(): Live<Waiting> {
    this.#waiting ??= PolledFeed.create({
      read: signal => this.#client.getWaiting({ signal }),
      intervalMs: WAITING_MS,
      clock: systemClock,
      visibility: browserVisibility,
    });
    return this.#waiting;
  }

  /** {@inheritDoc DeliveryApi.getReleases} */
  async getReleases(
    service: CompoundEntityRef,
    { signal, ...query }: HistoryRequest,
  ): Promise<ReleasePage> {
    return this.#client.getReleases(service, query, { signal });
  }

  /** {@inheritDoc DeliveryApi.getTimeline} */
  async getTimeline(
    service: CompoundEntityRef,
    { signal, ...query }: HistoryRequest,
  ): Promise<TimelinePage> {
    return this.#client.getTimeline(service, query, { signal });
  }

  /** {@inheritDoc DeliveryApi.getActivity} */
  async getActivity({
    signal,
    ...query
  }: ActivityRequest): Promise<ActivityPage> {
    return this.#client.getActivity(query, { signal });
  }

  /** {@inheritDoc DeliveryApi.searchCommits} */
  async searchCommits(
    search: string,
    { signal }: { signal: AbortSignal },
  ): Promise<CommitSearch> {
    return this.#client.searchCommits(
      { search, limit: MAX_COMMITS },
      { signal },
    );
  }

  /** {@inheritDoc DeliveryApi.getManifest} */
  async getManifest(
    service: CompoundEntityRef,
    uid: string,
  ): Promise<Manifest> {
    return this.#client.getManifest(service, uid);
  }

  /** {@inheritDoc DeliveryApi.getRevisionDiff} */
  async getRevisionDiff(
    service: CompoundEntityRef,
    uid: string,
    revisions: { from: number; to: number },
  ): Promise<RevisionDiff> {
    return this.#client.getRevisionDiff(service, uid, revisions);
  }

  /** {@inheritDoc DeliveryApi.getEnvironments} */
  async getEnvironments(): Promise<EnvironmentTarget[]> {
    return this.#client.getEnvironments();
  }
}
