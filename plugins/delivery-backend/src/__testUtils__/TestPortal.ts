import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { BackendFeature } from '@backstage/backend-plugin-api';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  applyDeliveryEvent,
  deliveryEventSchema,
  deliverySchema,
  fleetSchema,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  Fleet,
} from '@fairway/backstage-plugin-delivery-common';
import kubernetesModuleDelivery from '@fairway/backstage-plugin-kubernetes-backend-module-delivery';
import type { JsonObject } from '@backstage/types';
import { createParser } from 'eventsource-parser';
import type { AddressInfo } from 'node:net';
import deliveryPlugin from '..';

/** State of a viewer of a service, from the events so far. */
export interface FollowedStream {
  delivery?: Delivery;
  ids: string[];
  types: string[];
  bytes: number;
  leave(): void;
}

/** Value of `backend.database`. */
export type DatabaseConfig = {
  client: string;
  connection: string | { host: string; user: string; database: string };
};

/**
 * A portal with one service `orders` in one environment `dev`, and an
 * environment in a cluster that does not exist.
 */
export class TestPortal {
  readonly #backend: Awaited<ReturnType<typeof startTestBackend>>;
  readonly #base: string;
  readonly #streams: FollowedStream[] = [];

  static async start(options: {
    /** URL of the API server */
    clusterUrl: string;
    namespace: string;
    /** Value of the label `backstage.io/kubernetes-id` of its workloads */
    id: string;
    /** Other entities of the catalog */
    others?: Entity[];
    features?: BackendFeature[];
    /** Database; SQLite in memory if omitted */
    database?: DatabaseConfig;
    /** Token to change the cluster with; no changes if omitted */
    actToken?: string;
    /** Value of `delivery.apply`; `dev` then also has the namespaces with the given one and a hyphen as a prefix */
    apply?: JsonObject;
  }): Promise<TestPortal> {
    const backend = await startTestBackend({
      features: [
        deliveryPlugin,
        kubernetesPlugin,
        kubernetesModuleDelivery,
        catalogServiceMock.factory({
          entities: [entity(options.id), ...(options.others ?? [])],
        }),
        mockServices.rootConfig.factory({ data: config(options) }),
        ...(options.features ?? []),
      ],
    });
    return new TestPortal(backend);
  }

  private constructor(backend: Awaited<ReturnType<typeof startTestBackend>>) {
    this.#backend = backend;
    const { port } = backend.server.address() as AddressInfo;
    this.#base = `http://localhost:${port}/api/delivery/v1`;
  }

  /** Base URL of its API */
  get base(): string {
    return this.#base;
  }

  get server() {
    return this.#backend.server;
  }

  /** Sends a request to the API as a user who may read. */
  async ask(path: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#base}${path}`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    return { status: response.status, body: await response.json() };
  }

  /** Requests an action as a user. */
  async act(body: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#base}/actions`, {
      method: 'POST',
      headers: {
        authorization: mockCredentials.user.header(),
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  /** The service, as its page first shows it. */
  async service(): Promise<Delivery> {
    return deliverySchema.parse(
      (await this.ask('/services/component/default/orders')).body,
    );
  }

  /** The environment `dev`, as the page of the service shows it. */
  async dev(): Promise<Environment> {
    return (await this.service()).environments[0];
  }

  async fleet(): Promise<Fleet> {
    return fleetSchema.parse((await this.ask('/fleet')).body);
  }

  /** Opens the page of the service until it is closed or the portal stops. */
  async follow(lastEventId?: string): Promise<FollowedStream> {
    const abort = new AbortController();
    const response = await fetch(
      `${this.#base}/services/component/default/orders/stream`,
      {
        headers: {
          authorization: mockCredentials.user.header(),
          ...(lastEventId && { 'last-event-id': lastEventId }),
        },
        signal: abort.signal,
      },
    );
    const stream: FollowedStream = {
      ids: [],
      types: [],
      bytes: 0,
      leave: () => abort.abort(),
    };
    this.#streams.push(stream);
    const parser = createParser({
      onEvent: ({ id, data }) => {
        const event = deliveryEventSchema.parse(JSON.parse(data));
        stream.ids.push(id ?? '');
        stream.types.push(event.type);
        stream.delivery = applyDeliveryEvent(stream.delivery, event);
      },
    });
    const read = async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        stream.bytes += chunk.byteLength;
        parser.feed(decoder.decode(chunk, { stream: true }));
      }
    };
    read().catch(() => {});
    return stream;
  }

  async stop(): Promise<void> {
    this.#streams.forEach(stream => stream.leave());
    await this.#backend.stop();
  }
}

function entity(id: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'orders',
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': id },
    },
    spec: { type: 'service', owner: 'team-a' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/team-a' }],
  };
}

function config(options: {
  clusterUrl: string;
  namespace: string;
  database?: DatabaseConfig;
  actToken?: string;
  apply?: JsonObject;
}) {
  const real = {
    name: 'real',
    url: options.clusterUrl,
    authProvider: 'localKubectlProxy',
  };
  const { database = { client: 'better-sqlite3', connection: ':memory:' } } =
    options;
  return {
    backend: { database },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [{ type: 'config', clusters: [real] }],
    },
    delivery: {
      // A test opens many streams as one user.
      limits: { streams: 1_000, topics: 1_000, callsPerMinute: 100_000 },
      ...(options.apply && { apply: options.apply }),
      ...(options.actToken && {
        clusters: [
          {
            name: 'real',
            actions: { enabled: true },
            serviceAccountToken: options.actToken,
          },
        ],
      }),
      environments: [
        {
          name: 'dev',
          cluster: 'real',
          namespaces: [
            options.namespace,
            ...(options.apply ? [`${options.namespace}-*`] : []),
          ],
        },
        { name: 'nowhere', cluster: 'missing', namespaces: ['prod'] },
      ],
    },
  };
}
