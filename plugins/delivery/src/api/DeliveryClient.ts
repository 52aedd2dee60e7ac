import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CompoundEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  applyDeliveryEvent,
  applyFleetEvent,
  deliveryEventSchema,
  environmentTargetsSchema,
  fleetEventSchema,
  releasePageSchema,
  timelinePageSchema,
  manifestSchema,
  revisionDiffSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Fleet,
  ReleasePage,
  TimelinePage,
  Manifest,
  RevisionDiff,
  EnvironmentTarget,
} from '@fairway/backstage-plugin-delivery-common';
import { BackendConnection } from './BackendConnection';
import type { DeliveryApi, HistoryRequest, Live } from './DeliveryApi';
import type { LiveUpdatesApi } from './LiveUpdatesApi';

/**
 * Deliveries of services, from the delivery backend.
 * @public
 */
export class DeliveryClient implements DeliveryApi {
  readonly #backend: BackendConnection;
  readonly #liveUpdates: LiveUpdatesApi;
  readonly #deliveries = new Map<string, Live<Delivery>>();
  #fleet: Live<Fleet> | undefined;

  /** Creates a client that uses the app's APIs. */
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
    liveUpdates: LiveUpdatesApi;
  }): DeliveryClient {
    return new DeliveryClient(
      BackendConnection.create(options),
      options.liveUpdates,
    );
  }

  private constructor(backend: BackendConnection, liveUpdates: LiveUpdatesApi) {
    this.#backend = backend;
    this.#liveUpdates = liveUpdates;
  }

  /** {@inheritDoc DeliveryApi.follow} */
  follow(service: CompoundEntityRef): Live<Delivery> {
    const key = stringifyEntityRef(service);
    const known = this.#deliveries.get(key);
    if (known) return known;
    const { kind, namespace, name } = service;
    const feed = this.#liveUpdates.follow<Delivery>({
      path: ['services', kind, namespace, name],
      apply: (delivery, event) =>
        applyDeliveryEvent(delivery, deliveryEventSchema.parse(event)),
      onStop: () => this.#deliveries.delete(key),
    });
    this.#deliveries.set(key, feed);
    return feed;
  }

  /** {@inheritDoc DeliveryApi.followFleet} */
  followFleet(): Live<Fleet> {
    this.#fleet ??= this.#liveUpdates.follow<Fleet>({
      path: ['fleet'],
      apply: (fleet, event) =>
        applyFleetEvent(fleet, fleetEventSchema.parse(event)),
      onStop: () => {
        this.#fleet = undefined;
      },
    });
    return this.#fleet;
  }

  /** {@inheritDoc DeliveryApi.getReleases} */
  async getReleases(
    service: CompoundEntityRef,
    page: HistoryRequest,
  ): Promise<ReleasePage> {
    return releasePageSchema.parse(
      await this.#getHistory(service, 'releases', page),
    );
  }

  /** {@inheritDoc DeliveryApi.getTimeline} */
  async getTimeline(
    service: CompoundEntityRef,
    page: HistoryRequest,
  ): Promise<TimelinePage> {
    return timelinePageSchema.parse(
      await this.#getHistory(service, 'timeline', page),
    );
  }

  async #getHistory(
    { kind, namespace, name }: CompoundEntityRef,
    what: string,
    { limit, cursor, workload, signal }: HistoryRequest,
  ): Promise<unknown> {
    const path = ['services', kind, namespace, name, what];
    const query = new URLSearchParams({
      limit: String(limit),
      ...(cursor !== undefined && { cursor }),
      ...(workload && {
        environment: workload.environment,
        namespace: workload.namespace,
        workload: `${workload.kind}/${workload.name}`,
      }),
    });
    return this.#backend.read(path, { query, signal });
  }

  /** {@inheritDoc DeliveryApi.getManifest} */
  async getManifest(
    service: CompoundEntityRef,
    uid: string,
  ): Promise<Manifest> {
    return manifestSchema.parse(
      await this.#backend.read(workloadPath(service, uid, 'manifest')),
    );
  }

  /** {@inheritDoc DeliveryApi.getRevisionDiff} */
  async getRevisionDiff(
    service: CompoundEntityRef,
    uid: string,
    { from, to }: { from: number; to: number },
  ): Promise<RevisionDiff> {
    const about = ['revisions', String(from), 'diff', String(to)];
    return revisionDiffSchema.parse(
      await this.#backend.read(workloadPath(service, uid, ...about)),
    );
  }

  /** {@inheritDoc DeliveryApi.getEnvironments} */
  async getEnvironments(): Promise<EnvironmentTarget[]> {
    const read = await this.#backend.read(['environments']);
    return environmentTargetsSchema.parse(read).environments;
  }
}

function workloadPath(
  { kind, namespace, name }: CompoundEntityRef,
  uid: string,
  ...rest: string[]
): string[] {
  return ['services', kind, namespace, name, 'workloads', uid, ...rest];
}
