/* All viewers of a portal, in a separate process: reports the visible changes of each and their times. */
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { portalRequest } from './portalRequest.ts';
import type { DeliveryEvent, FleetEvent, Workload } from './answers.ts';
import type { Sight } from './latencies.ts';
import { FLEET, podValue } from './PodChanges.ts';
import { serviceEntity } from './services.ts';

/** Interval of the stock plugin's page. */
const POLL_MS = 10_000;

const RECONNECT_MS = 1_000;

/** Answer of this process. */
export interface Seen {
  sights: Sight[];
  /** Streams that ended and were opened again */
  ended: number;
}

/** Options of this process. */
export interface Viewing {
  portal: string;
  token: string;
  /** Fairway's streams, or the stock Kubernetes plugin's objects */
  by: 'fairway' | 'stock';
  /** Topic of each viewer: the name of a service, or the fleet */
  topics: string[];
}

const sights: Sight[] = [];
let ended = 0;
const seen = new Map<string, number>();

process.once('message', async (viewing: Viewing) => {
  const look = viewing.by === 'fairway' ? follow : poll;
  await Promise.all(
    viewing.topics.map((topic, viewer) => look(viewing, topic, viewer)),
  );
  process.on('message', () => process.send?.({ sights, ended } satisfies Seen));
  process.send?.('all see');
});
process.on('disconnect', () => process.exit());

function see(viewer: number, key: string, value: number, at: number): void {
  const seenKey = `${viewer} ${key}`;
  if (seen.get(seenKey) === value) return;
  seen.set(seenKey, value);
  sights.push({ viewer, key, value, at });
}

/** Resolves with the first event. */
async function follow(
  viewing: Viewing,
  topic: string,
  viewer: number,
): Promise<void> {
  const path =
    topic === FLEET ? 'fleet' : `services/component/default/${topic}`;
  const url = `${viewing.portal}/api/delivery/v1/${path}/stream`;
  const first = Promise.withResolvers<void>();
  const look = async () => {
    for (let lastEventId = ''; ; ended += 1) {
      const headers = lastEventId ? { 'last-event-id': lastEventId } : {};
      const body = await portalRequest(url, viewing.token, { headers });
      await readEvents(body, ({ id, data }) => {
        lastEventId = id;
        const event = JSON.parse(data);
        const at = Date.now();
        if (topic === FLEET) seeFleet(viewer, event, at);
        else seeService(viewer, event, at);
        first.resolve();
      });
      // Like the page.
      await sleep(RECONNECT_MS);
    }
  };
  look().catch(error => end(String(error)));
  await first.promise;
}

/** Resolves when the stream has ended. */
function readEvents(
  body: IncomingMessage,
  onEvent: (event: { id: string; data: string }) => void,
): Promise<void> {
  body.setEncoding('utf8');
  let rest = '';
  body.on('data', (chunk: string) => {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(event) ?? [];
      // Heartbeats have no id and no data.
      if (id && data) onEvent({ id, data });
    }
  });
  body.on('error', () => {});
  return new Promise(resolve => {
    body.on('close', resolve);
  });
}

function seeFleet(viewer: number, event: FleetEvent, at: number): void {
  const rows = event.type === 'snapshot' ? event.fleet.rows : event.rows;
  for (const { title, cells } of rows) {
    for (const [environment, cell] of Object.entries(cells)) {
      if (cell) see(viewer, `${title} ${environment}`, cell.replicas.ready, at);
    }
  }
}

function seeService(viewer: number, event: DeliveryEvent, at: number): void {
  const pods =
    event.type === 'snapshot'
      ? event.delivery.environments.flatMap(({ workloads }) =>
          podsOf(workloads),
        )
      : event.changes.flatMap(change => {
          if (change.type === 'workload') return podsOf([change.workload]);
          return change.type === 'workload-changed' ? change.pods : [];
        });
  for (const { uid, restarts, status } of pods) {
    see(viewer, uid, podValue(restarts, status === 'ready'), at);
  }
}

function podsOf(workloads: Workload[]): Workload['pods'] {
  return workloads.flatMap(({ pods }) => pods);
}

/** Resolves with the first answer. */
async function poll(
  viewing: Viewing,
  topic: string,
  viewer: number,
): Promise<void> {
  // The viewers do not start at the same moment.
  await sleep((POLL_MS * viewer) / viewing.topics.length);
  let isAsking = false;
  const look = async () => {
    // Like the page: no request while another one is in progress.
    if (isAsking) return;
    isAsking = true;
    await pollOnce(viewing, topic, viewer);
    isAsking = false;
  };
  setInterval(() => look().catch(error => end(String(error))), POLL_MS);
  await look();
}

async function pollOnce(
  { portal, token }: Viewing,
  topic: string,
  viewer: number,
): Promise<void> {
  // The page requests the credentials of the clusters each time.
  await json(await portalRequest(`${portal}/api/kubernetes/clusters`, token));
  const answer = (await json(
    await portalRequest(`${portal}/api/kubernetes/services/${topic}`, token, {
      body: { entity: serviceEntity(topic), auth: {} },
    }),
  )) as {
    items: { resources: { type: string; resources: V1Pod[] }[] }[];
  };
  const at = Date.now();
  for (const { resources } of answer.items) {
    for (const { type, resources: pods } of resources) {
      if (type !== 'pods') continue;
      for (const { metadata, status } of pods) {
        const restarts = (status?.containerStatuses ?? []).reduce(
          (sum, { restartCount }) => sum + restartCount,
          0,
        );
        const isReady = status?.conditions?.some(
          c => c.type === 'Ready' && c.status === 'True',
        );
        see(viewer, metadata?.uid ?? '', podValue(restarts, !!isReady), at);
      }
    }
  }
}

// A missing viewer would improve the figures falsely.
function end(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
