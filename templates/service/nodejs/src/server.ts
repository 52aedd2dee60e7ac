import fastify from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What answers requests, and how it is told to leave. */
export interface Service {
  server: FastifyInstance;
  /** Makes it not ready: what is under way is still answered. */
  leave(): void;
}

/** Makes a server that is ready at once and does not listen yet. */
export function createServer(options: FastifyServerOptions = {}): Service {
  const server = fastify({ ...options, requestTimeout: 15_000 });
  let isLeaving = false;

  measure(server);
  server.get('/health/live', async (_, reply) => reply.code(204).send());
  server.get('/health/ready', async (_, reply) =>
    reply.code(isLeaving ? 503 : 204).send(),
  );
  server.get('/greetings/:name', { schema: greetingSchema }, async request => {
    const { name } = request.params as { name: string };
    return { text: `Hello, ${name}` };
  });
  return {
    server,
    leave: () => {
      isLeaving = true;
    },
  };
}

const greetingSchema = {
  params: {
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string', minLength: 1, maxLength: 80 } },
  },
  response: {
    200: {
      type: 'object',
      required: ['text'],
      properties: { text: { type: 'string' } },
    },
  },
};

/** Counts requests by route, and serves the counts. */
function measure(server: FastifyInstance): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['route', 'status'],
    registers: [register],
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const status = String(reply.statusCode);
    requests.observe({ route, status }, reply.elapsedTime / 1000);
  });
  server.get('/metrics', async (_, reply) =>
    reply.type(register.contentType).send(await register.metrics()),
  );
}
