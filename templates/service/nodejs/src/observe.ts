import type { FastifyInstance } from 'fastify';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Measures every request, serves what was measured, and logs those that are not the platform's. */
export function observe(server: FastifyInstance): void {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [register],
  });
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const status = reply.statusCode;
    // The pattern, never the path: a metric keeps each value of a label for ever.
    const route = routeOptions.url ?? 'unmatched';
    durations.observe({ method, route, status }, reply.elapsedTime / 1000);

    const path = request.url.replace(/\?.*/, '');
    if (path.startsWith('/health/') || path === '/metrics') return;
    const milliseconds = Math.round(reply.elapsedTime);
    request.log.info({ method, path, status, milliseconds }, 'request');
  });
  server.get('/metrics', async (_, reply) =>
    reply.type(register.contentType).send(await register.metrics()),
  );
}
