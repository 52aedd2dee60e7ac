import * as common from '@fairway/backstage-plugin-delivery-common';
import { deliveryRoutes } from '@fairway/backstage-plugin-delivery-common';
import type {
  ApiCaller,
  ApiResponse,
  ApiRoute,
} from '@fairway/backstage-plugin-delivery-common';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';

const COMPONENTS = '#/components/schemas/';
const BEARER = [{ bearerAuth: [] }];

const CALLERS: Record<ApiCaller, string> = {
  any: 'a signed-in user, or a plugin',
  user: 'a signed-in user, or a plugin on behalf of a user',
  service: 'a plugin for itself',
  public: 'every caller, also without a token',
};

const PATH_PARAMETERS: Record<string, string> = {
  kind: 'Kind of the catalog entity, such as `component`',
  namespace: 'Namespace of the catalog entity, such as `default`',
  name: 'Name of the catalog entity',
  uid: 'UID of the workload',
  from: 'Number of the older revision',
  to: 'Number of the newer revision',
  pipelineId: 'ID of the pipeline',
  runId: 'ID of the run',
  actionId: 'ID of the action',
  provider: 'Name of the pipeline provider, such as `jenkins`',
};

const ERRORS: Record<number, string> = {
  400: 'The request is not valid',
  401: 'The request has no valid token or signature',
  403: 'The caller does not have the permission',
  404: 'The resource does not exist, or the caller may not see it',
  409: 'The action conflicts with the current state',
  429: 'The caller has reached a limit; `Retry-After` has the seconds to wait',
  503: 'The backend is starting, or a cluster or CI server cannot be reached',
};

/** OpenAPI 3.1 document of the routes, from their zod schemas. */
export function createOpenApiDocument(version: string): JsonObject {
  const schemas = componentSchemas();
  const paths: Record<string, JsonObject> = {};
  for (const [id, route] of Object.entries<ApiRoute>(deliveryRoutes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(id, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fairway delivery API',
      version,
      description:
        'Deliveries, pipelines and actions of the services in a Backstage catalog.',
    },
    servers: [{ url: '/api/delivery' }],
    security: BEARER,
    paths,
    components: {
      schemas: referenced(paths, schemas),
      securitySchemes: {
        bearerAuth: {
          type: 'http',
          scheme: 'bearer',
          description: 'Backstage token',
        },
      },
    },
  };
}

/** JSON schemas of the responses, by the names of their types. */
function componentSchemas(): Record<string, JsonObject> {
  const { schemas } = z.toJSONSchema(registry(), {
    uri: id => `${COMPONENTS}${id}`,
  });
  return Object.fromEntries(
    Object.entries({ ...schemas, ...bodySchemas() }).map(([id, schema]) => [
      id,
      toComponent(schema),
    ]),
  );
}

/** JSON schemas of the request bodies, in which fields with a default are optional. */
function bodySchemas() {
  const names = schemaNames();
  return Object.fromEntries(
    Object.values<ApiRoute>(deliveryRoutes).flatMap(({ body }) =>
      body ? [[names.get(body), z.toJSONSchema(body, { io: 'input' })]] : [],
    ),
  );
}

/** Type names of the exported schemas, such as `Delivery` of `deliverySchema`. */
function schemaNames(): Map<unknown, string> {
  return new Map(
    Object.entries(common).flatMap(([name, value]) => {
      const type = name.replace(/Schema$/, '');
      return value instanceof z.ZodType && type !== name
        ? [[value, type.charAt(0).toUpperCase() + type.slice(1)]]
        : [];
    }),
  );
}

function registry() {
  const registered = z.registry<{ id: string }>();
  for (const [schema, id] of schemaNames()) {
    if (schema instanceof z.ZodType) registered.add(schema, { id });
  }
  return registered;
}

/** A JSON schema without the keywords that only a separate document has. */
function toComponent(schema: unknown): JsonObject {
  const { $schema, $id, ...rest } = JSON.parse(JSON.stringify(schema));
  return rest;
}

/** The schemas that a value references, directly or through other schemas. */
function referenced(
  value: unknown,
  schemas: Record<string, JsonObject>,
): Record<string, JsonObject> {
  const found: Record<string, JsonObject> = {};
  const visit = (json: string) => {
    for (const [, id] of json.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found[id] || !schemas[id]) continue;
      found[id] = schemas[id];
      visit(JSON.stringify(schemas[id]));
    }
  };
  visit(JSON.stringify(value));
  return found;
}

function operation(operationId: string, route: ApiRoute): JsonObject {
  const { summary, description, caller, body } = route;
  const errors =
    caller === 'public' ? route.errors : [401, 429, ...route.errors];
  return {
    operationId,
    summary,
    description: [description, `Callers: ${CALLERS[caller]}.`]
      .filter(Boolean)
      .join('\n\n'),
    ...(caller === 'public' && { security: [] }),
    parameters: parameters(route),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(body) } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        [route.response, ...(route.otherResponses ?? [])].map(each => [
          String(each.status),
          response(each),
        ]),
      ),
      ...Object.fromEntries(
        errors.map(status => [String(status), { description: ERRORS[status] }]),
      ),
    },
  };
}

function parameters(route: ApiRoute): JsonObject[] {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: PATH_PARAMETERS[name],
    schema: { type: 'string' },
  }));
  const query = toComponent(z.toJSONSchema(route.query, { io: 'input' }));
  const { properties = {}, required = [] } = query;
  const inQuery = Object.entries(properties ?? {}).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: Array.isArray(required) && required.includes(name),
      description,
      schema,
    }),
  );
  const lastEventId = {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'ID of the last received event, to resume the stream after it',
    schema: { type: 'string' },
  };
  return [
    ...inPath,
    ...inQuery,
    ...(route.acceptsLastEventId ? [lastEventId] : []),
  ];
}

function response(answer: ApiResponse): JsonObject {
  switch (answer.type) {
    case 'json':
      return {
        description: 'Success',
        content: { 'application/json': { schema: schemaOf(answer.schema) } },
      };
    case 'events':
      return {
        description: 'Server-sent events; the data of each event is JSON',
        content: {
          'text/event-stream': {
            schema: { type: 'string' },
            ...(answer.schema && {
              'x-event-data-schema': schemaOf(answer.schema),
            }),
          },
        },
      };
    case 'file':
      return {
        description: 'The file',
        content: { [answer.contentType]: {} },
      };
    case 'empty':
      return { description: 'Accepted' };
    default:
      return answer satisfies never;
  }
}

/** A reference to a named schema; the JSON schema itself if it has no name. */
function schemaOf(schema: z.ZodType): JsonObject {
  const name = schemaNames().get(schema);
  return name === undefined
    ? toComponent(z.toJSONSchema(schema))
    : { $ref: `${COMPONENTS}${name}` };
}
