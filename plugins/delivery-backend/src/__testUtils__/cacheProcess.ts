/* A process with only the cache of the pods of one cluster, for `./dev bench watch`. */
import type { LoggerService } from '@backstage/backend-plugin-api';
import { Agent } from 'undici';
import { systemClock } from '@fairway/backstage-plugin-delivery-common';
import type { ClusterAccess } from '../kubernetes/access/ClusterAccess';
import { ClusterCache } from '../kubernetes/cache/ClusterCache';
import { Reflector } from '../kubernetes/cache/Reflector';
import { podKind } from '../kubernetes/kinds/pod';
import type { DeliveryRecord } from '../kubernetes/projection/records';

const [origin, expectedEvents] = process.argv.slice(2);
const agent = new Agent({ bodyTimeout: 0 });

const access: ClusterAccess = {
  listClusters: async () => ['bench'],
  get: async (_cluster, { path, query, signal }) => {
    const { statusCode, body } = await agent.request({
      origin,
      path: `${path}?${new URLSearchParams(query)}`,
      method: 'GET',
      signal,
    });
    return { status: statusCode, body };
  },
};

const quiet = () => {};
const logger: LoggerService = {
  error: message => process.stderr.write(`${message}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info: quiet,
  debug: quiet,
  child: () => logger,
};

/** Collections after which V8 has dropped the code of functions that no longer run. */
const COLLECTIONS = 12;

/** Bytes of data on the heap; code would count for one measurement and not for the next. */
function heapUsed(): number {
  for (let n = 0; n < COLLECTIONS; n += 1) global.gc?.();
  return process.memoryUsage().heapUsed;
}

function send(message: object): void {
  process.send?.(message);
}

const cache = ClusterCache.create({
  accepts: () => true,
  engines: [],
  onChange: quiet,
  now: systemClock.now,
});
const target = cache.stores.workloads.target('Pod');
const emptyHeap = heapUsed();
const startedAt = performance.now();
let events = 0;
let firstEventAt = 0;
let firstCpu = process.cpuUsage();

Reflector.create<DeliveryRecord>({
  ...podKind,
  access,
  cluster: 'bench',
  target: {
    ...target,
    replace: records => {
      target.replace(records);
      const fullListMs = performance.now() - startedAt;
      // Garbage of the list is collected first.
      setImmediate(() =>
        send({
          type: 'listed',
          pods: cache.counts().get('Pod') ?? 0,
          fullListMs,
          heapBytes: heapUsed() - emptyHeap,
        }),
      );
    },
    upsert: record => {
      if (events === 0) {
        firstEventAt = performance.now();
        firstCpu = process.cpuUsage();
      }
      target.upsert(record);
      events += 1;
      if (events !== Number(expectedEvents)) return;
      const { user, system } = process.cpuUsage(firstCpu);
      send({
        type: 'replayed',
        elapsedMs: performance.now() - firstEventAt,
        cpuMs: (user + system) / 1000,
        rssBytes: process.memoryUsage().rss,
      });
    },
  },
  observer: { listed: quiet, received: quiet, skipped: quiet },
  clock: systemClock,
  random: Math.random,
  logger,
}).run(new AbortController().signal);
