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

/** What somebody who looks at a service has been sent so far. */
export interface FollowedStream {
  delivery?: Delivery;
  ids: string[];
  types: string[];
  bytes: number;
  leave(): void;
}

/** As `backend.database` has it. */
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
    /** Where the API server is reached */
    clusterUrl: string;
    namespace: string;
    /** By which the workloads of the service are known */
    id: string;
    /** Besides the service, in the catalog */
    others?: Entity[];
    features?: BackendFeature[];
    /** SQLite in memory by default */
    database?: DatabaseConfig;
    /** With what people change the cluster; by default they cannot */
    actToken?: string;
    /** `delivery.apply`; with it `dev` also has the namespaces that begin with the one given and a hyphen */
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

  /** Where its API is */
  get base(): string {
    return this.#base;
  }

  get server() {
    return this.#backend.server;
  }

  /** Asks the API as a person who may read. */
  async ask(path: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#base}${path}`, {
      headers: { authorization: mockCredentials.user.header() },
    });
    return { status: response.status, body: await response.json() };
  }

  /** Asks for an action as a person. */
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

  /** The service, as its page is first shown. */
  async service(): Promise<Delivery> {
    return deliverySchema.parse(
      (await this.ask('/services/component/default/orders')).body,
    );
  }

  /** What the service's page says of `dev`. */
  async dev(): Promise<Environment> {
    return (await this.service()).environments[0];
  }

  async fleet(): Promise<Fleet> {
    return fleetSchema.parse((await this.ask('/fleet')).body);
  }

  /** Looks at the service until it leaves or the portal ends. */
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
          ...{ name: 'dev', cluster: 'real' },
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
