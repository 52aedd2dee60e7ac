import type { FastifyInstance } from 'fastify';
import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** Measures and logs every request. */
export function observe(server: FastifyInstance, metrics: Registry): void {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [metrics],
  });
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const status = reply.statusCode;
    // The pattern, not the path, because a metric keeps every label value permanently.
    const route = routeOptions.url ?? 'unmatched';
    durations.observe({ method, route, status }, reply.elapsedTime / 1000);
    const path = request.url.replace(/\?.*/, '');
    const milliseconds = Math.round(reply.elapsedTime);
    request.log.info({ method, path, status, milliseconds }, 'request');
  });
}
