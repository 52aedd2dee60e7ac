import { Registry, collectDefaultMetrics } from 'prom-client';
import { configOf } from './config.ts';
import { createManagement } from './management.ts';
import { createServer } from './server.ts';

const SHUTDOWN_MS = 20_000;

// Log uncaught errors, such as an invalid configuration, as JSON too.
process.on('uncaughtException', ({ message, stack }) => {
  const time = Date.now();
  console.log(JSON.stringify({ level: 'fatal', time, msg: message, stack }));
  process.exit(1);
});

const { port, managementPort, ...config } = configOf(process.env);
const metrics = new Registry();
collectDefaultMetrics({ register: metrics });
const server = createServer({ ...config, metrics });
const management = createManagement(metrics, server.log);

// Kubernetes removes the pod from its Service and waits some seconds (preStop in
// deploy/base/workload.yaml) before it sends SIGTERM, so no new requests arrive now.
async function leave(signal: NodeJS.Signals): Promise<void> {
  server.log.info({ signal }, 'leaving');
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  await server.close();
  // Probes and metrics stay available until the last request is done.
  await management.close();
}

process.once('SIGTERM', leave);
process.once('SIGINT', leave);

await server.listen({ host: '::', port });
await management.listen({ host: '::', port: managementPort });
