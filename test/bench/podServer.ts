import { readFileSync } from 'node:fs';
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A recorded pod, with the fields that make each copy unique. */
const recorded = path.join(
  import.meta.dirname,
  '../../plugins/delivery-backend/src/kubernetes/projection/__fixtures__/pod-ready.json',
);

/** Emulates list and watch of a Kubernetes API, as fast as the client reads. */
export interface PodServer {
  origin: string;
  /** Size of one pod as JSON */
  podBytes: number;
  stop(): Promise<void>;
}

/** Serves copies of a recorded pod, then a number of changes to them. */
export async function startPodServer(options: {
  pods: number;
  events: number;
}): Promise<PodServer> {
  const { pods, events } = options;
  const pod = podMaker();
  const server = http.createServer(async (req, res) => {
    const query = new URL(req.url ?? '/', 'http://localhost').searchParams;
    res.setHeader('content-type', 'application/json');
    if (query.get('watch') !== 'true') {
      const from = Number(query.get('continue') ?? 0);
      const to = Math.min(pods, from + Number(query.get('limit') ?? pods));
      const items = Array.from({ length: to - from }, (_, n) =>
        pod(from + n, 1, true),
      );
      const next = to < pods ? `,"continue":"${to}"` : '';
      res.end(
        `{"kind":"PodList","metadata":{"resourceVersion":"1"${next}},"items":[${items.join()}]}`,
      );
      return;
    }
    for (let n = 0; n < events && !res.destroyed; n += 1) {
      const line = `{"type":"MODIFIED","object":${pod(n % pods, n + 2, n % 3 !== 0)}}\n`;
      if (!res.write(line)) await once(res, 'drain');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    podBytes: Buffer.byteLength(pod(0, 1, true)),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Returns the JSON of a pod by number, version and readiness. */
function podMaker(): (
  number: number,
  version: number,
  isReady: boolean,
) => string {
  const template = JSON.parse(readFileSync(recorded, 'utf8'));
  const { metadata } = template;
  metadata.name = 'orders-@R-@N';
  metadata.uid = '00000000-0000-4000-8000-@N';
  metadata.resourceVersion = '@V';
  metadata.labels['backstage.io/kubernetes-id'] = 'service-@S';
  metadata.namespace = 'team-@S';
  metadata.ownerReferences[0].uid = '11111111-0000-4000-8000-@R';
  const ready = template.status.conditions.find(
    (condition: { type: string }) => condition.type === 'Ready',
  );
  ready.status = '@C';
  template.spec.nodeName = 'worker-@S';
  const text = JSON.stringify(template);
  return (number, version, isReady) =>
    text.replace(/@[RNVSC]/g, mark => {
      switch (mark) {
        case '@N':
          return String(number).padStart(12, '0');
        // A ReplicaSet has ten pods; a namespace with its service has two hundred and fifty.
        case '@R':
          return String(Math.floor(number / 10)).padStart(12, '0');
        case '@S':
          return String(Math.floor(number / 250));
        case '@V':
          return String(version);
        default:
          return isReady ? 'True' : 'False';
      }
    });
}
