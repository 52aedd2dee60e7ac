import { LogController, fastify } from 'fastify';
import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';

/** Makes a server of what the platform asks, for a port that no address leads to. */
export function createManagement(metrics: Registry, log: FastifyBaseLogger) {
  const server = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Whoever gathers metrics keeps none of it open.
    forceCloseConnections: true,
  });
  server.get('/health/live', async (_, reply) => reply.code(204).send());
  // Ask here for what it cannot answer without, such as its database.
  server.get('/health/ready', async (_, reply) => reply.code(204).send());
  server.get('/metrics', async (_, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  return server;
}
