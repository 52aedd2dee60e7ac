import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type { ApiRoute } from '@fairway/backstage-plugin-delivery-common';
import kubernetesModuleDelivery from '@fairway/backstage-plugin-kubernetes-backend-module-delivery';
import type { Handler } from 'express';
import { z } from 'zod';
import deliveryPlugin from '..';
import { createOpenApiDocument } from './openApi';

/** The parts of OpenAPI 3.1 that the document uses; strict, so that other keys fail. */
const schemaSchema = z.union([z.boolean(), z.record(z.string(), z.unknown())]);
const parameterSchema = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  description: z.string().min(1),
  schema: schemaSchema,
});
const contentSchema = z.record(
  z.string().regex(/^[a-z]+\/[a-z-]+$/),
  z.strictObject({
    schema: schemaSchema.optional(),
    'x-event-data-schema': schemaSchema.optional(),
  }),
);
const operationSchema = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(parameterSchema),
  requestBody: z
    .strictObject({ required: z.boolean(), content: contentSchema })
    .optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.strictObject({
      description: z.string().min(1),
      content: contentSchema.optional(),
    }),
  ),
});
const documentSchema = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string().startsWith('/'),
    z.strictObject({
      get: operationSchema.optional(),
      post: operationSchema.optional(),
    }),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), schemaSchema),
    securitySchemes: z.record(
      z.string(),
      z.strictObject({
        type: z.literal('http'),
        scheme: z.literal('bearer'),
        description: z.string(),
      }),
    ),
  }),
});

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

function hasStack(handler: unknown): handler is { stack: Layer[] } {
  return typeof handler === 'function' && 'stack' in handler;
}

/** Methods and paths of the routes in routers and their nested routers. */
function mountedRoutes(stack: Layer[]): string[] {
  return stack.flatMap(({ route, handle }) =>
    route
      ? Object.keys(route.methods).map(method => `${method} ${route.path}`)
      : mountedRoutes(handle.stack ?? []),
  );
}

/** Starts the plugin, and returns the handlers that it gives to Backstage. */
async function startedHandlers(): Promise<Handler[]> {
  const httpRouter = mockServices.httpRouter.mock();
  const backend = await startTestBackend({
    features: [
      deliveryPlugin,
      kubernetesPlugin,
      kubernetesModuleDelivery,
      catalogServiceMock.factory({ entities: [] }),
      httpRouter.factory,
    ],
  });
  await backend.stop();
  return httpRouter.use.mock.calls.map(([handler]) => handler);
}

describe('OpenAPI document', () => {
  it('describes exactly the routes that the plugin serves', async () => {
    const handlers = await startedHandlers();
    const mounted = handlers
      .flatMap(each => (hasStack(each) ? mountedRoutes(each.stack) : []))
      // Routes of Backstage itself, such as `/.well-known/backstage/permissions`
      .filter(route => !route.includes(' /.'));
    const described = Object.values<ApiRoute>(deliveryRoutes).map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect([...new Set(mounted)].sort()).toEqual([...described].sort());

    const { paths } = documentSchema.parse(createOpenApiDocument('v1'));
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        method => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
    expect(documented.sort()).toEqual([...described].sort());
  }, 60_000);

  it('is valid OpenAPI 3.1', () => {
    const document = documentSchema.parse(createOpenApiDocument('v1'));
    const operations = Object.entries(document.paths).flatMap(
      ([path, { get, post }]) =>
        [get, post].flatMap(each => (each ? [{ path, ...each }] : [])),
    );
    for (const { path, parameters } of operations) {
      const inPath = parameters.filter(({ in: place }) => place === 'path');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.map(({ name }) => name)).toEqual(names);
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);

    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference.replace('#/components/schemas/', ''),
    );
    expect(new Set(references)).toEqual(
      new Set(Object.keys(document.components.schemas)),
    );
  });

  it('describes responses, request bodies and query parameters by their schemas', () => {
    const { paths, components } = documentSchema.parse(
      createOpenApiDocument('v1'),
    );
    const service = '/v1/services/{kind}/{namespace}/{name}';
    expect(paths[service].get?.responses['200'].content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/Delivery' } },
    });
    expect(components.schemas.Delivery).toMatchObject({ type: 'object' });
    expect(paths['/v1/actions'].post?.requestBody?.content).toEqual({
      'application/json': {
        schema: { $ref: '#/components/schemas/ActionRequest' },
      },
    });
    expect(
      paths[`${service}/releases`].get?.parameters.find(
        ({ name }) => name === 'limit',
      ),
    ).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    });
    expect(paths['/v1/webhooks/{provider}'].post?.security).toEqual([]);
  });

  it('is served to signed-in users only', async () => {
    const backend = await startTestBackend({
      features: [
        deliveryPlugin,
        kubernetesPlugin,
        kubernetesModuleDelivery,
        catalogServiceMock.factory({ entities: [] }),
      ],
    });
    const url = `http://localhost:${backend.server.port()}/api/delivery/v1/openapi.json`;
    const read = (authorization: string) =>
      fetch(url, { headers: { authorization } });
    const response = await read(mockCredentials.user.header());
    expect(await response.json()).toEqual(createOpenApiDocument('v1'));
    expect((await read(mockCredentials.none.header())).status).toBe(401);
    await backend.stop();
  }, 60_000);
});
