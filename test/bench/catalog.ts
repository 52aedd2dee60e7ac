import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { waitFor } from '../dev/waitFor.ts';
import { portalRequest } from './portalRequest.ts';
import { onBench, onPortal } from './bench.ts';
import type { Bench } from './bench.ts';
import type { BenchPortal } from './BenchPortal.ts';
import { ID, benchNamespaces, serviceNames } from './services.ts';
import { percentiles } from './latencies.ts';
import type { Percentiles } from './latencies.ts';
import { step } from './step.ts';

const LATE = 20;
const POLL_MS = 100;
const ALL_TIMEOUT_MS = 10 * 60_000;
const FOUND =
  'filter=kind=component,metadata.annotations.backstage.io/managed-by-origin-location=delivery:workloads';

interface EntityPage {
  items: { metadata: { name: string; etag: string } }[];
  totalItems: number;
}

/** Time until running services are in the catalog. */
export interface CatalogFigures {
  workloads: number;
  /** Number of components; each runs in two namespaces */
  services: number;
  /** Time from the readiness of a portal with an empty catalog until it has all components */
  allMs: number;
  /** Calls of the portal to the API server until then */
  apiServerCalls: number;
  /** Time from a workload's new name until the catalog has its entity */
  oneMs: Percentiles;
  /** Entities that the catalog wrote again while nothing changed, and the seconds of the measurement */
  rewritten: number;
  seconds: number;
}

/** Measures the time until the catalog has running services without a catalog file. */
export function benchCatalog(
  root: string,
  { services, seconds }: { services: number; seconds: number },
  signal: AbortSignal,
): Promise<CatalogFigures> {
  return onBench(root, { services, pods: 0 }, signal, bench =>
    onPortal(
      bench,
      'fairway',
      portal => measure(bench, portal, { services, seconds }),
      { isDescribed: false },
    ),
  );
}

async function measure(
  { cluster, signal }: Bench,
  portal: BenchPortal,
  { services, seconds }: { services: number; seconds: number },
): Promise<CatalogFigures> {
  const token = await portal.token();
  const api = `${portal.address}/api/catalog/entities`;
  const ask = async (query: string): Promise<EntityPage> =>
    JSON.parse(
      await text(await portalRequest(`${api}/by-query?${query}`, token)),
    );
  const startedAt = performance.now();
  await step(`${services} services in the catalog`, signal, onProgress =>
    waitFor(
      'the catalog to have all components',
      async () => {
        const answer = await ask(`${FOUND}&limit=0`);
        onProgress(answer.totalItems, services);
        return answer.totalItems === services;
      },
      { timeoutMs: ALL_TIMEOUT_MS, signal },
    ),
  );
  const allMs = Math.round(performance.now() - startedAt);
  const { requests } = await cluster.traffic();

  const latencies: number[] = [];
  await step(`${LATE} more, one after another`, signal, async onProgress => {
    for (const [number, name] of serviceNames(LATE).entries()) {
      const late = `late-${number}`;
      const since = performance.now();
      await cluster.client.patch(
        `/apis/apps/v1/namespaces/${benchNamespaces[0]}/deployments/${name}`,
        { metadata: { labels: { [ID]: late } } },
      );
      const isThere = async () => {
        await sleep(POLL_MS, undefined, { signal });
        const answer = await ask(`${FOUND},metadata.name=${late}&limit=0`);
        return answer.totalItems === 1;
      };
      await waitFor(`the catalog to have ${late}`, isThere, { signal });
      latencies.push(Math.round(performance.now() - since));
      onProgress(number + 1, LATE);
    }
  });

  const etags = async () => {
    const fields = 'fields=kind,metadata.name,metadata.etag';
    const { items } = await ask(`${FOUND}&limit=${services + LATE}&${fields}`);
    return new Map(items.map(({ metadata: { name, etag } }) => [name, etag]));
  };
  const rewritten = await step(
    `${seconds} s without changes`,
    signal,
    async () => {
      const before = await etags();
      await sleep(seconds * 1_000, undefined, { signal });
      const after = await etags();
      return [...after].filter(([name, etag]) => before.get(name) !== etag)
        .length;
    },
  );
  return {
    workloads: services * benchNamespaces.length,
    services,
    allMs,
    apiServerCalls: requests,
    oneMs: percentiles(latencies),
    rewritten,
    seconds,
  };
}
