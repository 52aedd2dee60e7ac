import { LogController, fastify } from 'fastify';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import { observe } from './observe.ts';

interface Options extends Pick<Config, 'basePath' | 'logLevel'> {
  metrics: Registry;
  /** Where log lines go: to standard output unless a test reads them. */
  log?: { write(line: string): void };
}

/** Makes a server of the API, which does not listen yet. */
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
    // What comes on an open connection while it closes is answered too.
    return503OnClosing: false,
    // The schema says how long a name may be; the router would say 404.
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

  // A connection kept alive would keep it from closing.
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
