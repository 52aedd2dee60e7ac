import { LogController, fastify } from 'fastify';
import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';

/** Creates the server for probes and metrics, on a port that is not exposed. */
export function createManagement(metrics: Registry, log: FastifyBaseLogger) {
  const server = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Metric scrapers must not delay the shutdown with open connections.
    forceCloseConnections: true,
  });
  server.get('/health/live', async (_, reply) => reply.code(204).send());
  // Check dependencies here, such as the database.
  server.get('/health/ready', async (_, reply) => reply.code(204).send());
  server.get('/metrics', async (_, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  return server;
}
