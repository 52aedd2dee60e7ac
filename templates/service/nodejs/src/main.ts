import { Registry, collectDefaultMetrics } from 'prom-client';
import { configOf } from './config.ts';
import { createManagement } from './management.ts';
import { createServer } from './server.ts';

const SHUTDOWN_MS = 20_000;

// What nobody catches, such as what is wrong with the configuration, is JSON too.
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

// Kubernetes takes the pod out of its Service and waits some seconds (preStop in
// deploy/base/workload.yaml) before it sends SIGTERM: nobody is sent here any more.
async function leave(signal: NodeJS.Signals): Promise<void> {
  server.log.info({ signal }, 'leaving');
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  await server.close();
  // The platform is answered until the last request is.
  await management.close();
}

process.once('SIGTERM', leave);
process.once('SIGINT', leave);

await server.listen({ host: '::', port });
await management.listen({ host: '::', port: managementPort });
