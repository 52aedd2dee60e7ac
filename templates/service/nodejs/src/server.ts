import { LogController, fastify } from 'fastify';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import { observe } from './observe.ts';

interface Options extends Pick<Config, 'basePath' | 'logLevel'> {
  metrics: Registry;
  /** Destination of log lines. Default: standard output. */
  log?: { write(line: string): void };
}

/** Creates the API server without starting it. */
export function createServer({
  basePath,
  logLevel,
  metrics,
  log,
}: Options): FastifyInstance {
  const server = fastify({
    logger: {
      level: logLevel,
      formatters: { level: label => ({ level: label }) },
      ...(log && { stream: log }),
    },
    // Requests are logged by observe(), one line each.
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 15_000,
    // Requests on open connections are still handled during shutdown.
    return503OnClosing: false,
    // The schema limits the length of the name; the router would return 404.
    routerOptions: { maxParamLength: 16_384 },
  });

  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const { statusCode = 500, message } = error;
    if (statusCode < 500) {
      return reply.code(statusCode).send({ error: message });
    }
    request.log.error({ err: error }, 'failed');
    return reply.code(statusCode).send({ error: 'internal error' });
  });
  server.setNotFoundHandler((_, reply) =>
    reply.code(404).send({ error: 'not found' }),
  );

  // A keep-alive connection would delay the shutdown.
  server.addHook('onResponse', async () => {
    if (!server.server.listening) server.server.closeIdleConnections();
  });

  observe(server, metrics);
  server.get<{ Params: { name: string } }>(
    `${basePath}/greetings/:name`,
    { schema: greetingSchema },
    async ({ params }) => ({ text: `Hello, ${params.name}` }),
  );
  return server;
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
