import { createServer } from './server.ts';

const SHUTDOWN_MS = 20_000;

const service = createServer({ logger: true });
const { server } = service;

// Kubernetes takes the pod out of its Service while what is under way is answered.
async function leave(signal: NodeJS.Signals): Promise<void> {
  server.log.info({ signal }, 'leaving');
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  service.leave();
  await server.close();
}

process.once('SIGTERM', leave);
process.once('SIGINT', leave);

await server.listen({ host: '::', port: Number(process.env.PORT ?? 8080) });
