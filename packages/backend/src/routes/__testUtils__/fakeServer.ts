import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const LABELS = { 'backstage.io/kubernetes-id': 'orders' };

/** UID of the Deployment of {@link startFakeServer}. */
export const WORKLOAD_UID = '11111111-0000-4000-8000-000000000000';

function templateOf(image: string) {
  return {
    metadata: { labels: { ...LABELS, app: 'orders' } },
    spec: { containers: [{ name: 'orders', image }] },
  };
}

function metadataOf(name: string, uid: string, revision: number) {
  return {
    uid,
    name,
    namespace: 'dev',
    generation: 1,
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T10:00:00Z',
    labels: LABELS,
    annotations: {
      'deployment.kubernetes.io/revision': String(revision),
      'fairway.dev/entity': 'component:default/orders',
    },
  };
}

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadataOf('orders', WORKLOAD_UID, 2),
  spec: { replicas: 1, template: templateOf('orders:2') },
  status: { observedGeneration: 1, replicas: 1, readyReplicas: 1 },
};

const replicaSets = [1, 2].map(revision => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    ...metadataOf(
      `orders-${revision}`,
      `22222222-0000-4000-8000-00000000000${revision}`,
      revision,
    ),
    ownerReferences: [
      { kind: 'Deployment', uid: WORKLOAD_UID, controller: true },
    ],
  },
  spec: {
    replicas: revision - 1,
    template: templateOf(`orders:${revision}`),
  },
}));

const objects: Record<string, { metadata: { name: string } }[]> = {
  deployments: [deployment],
  replicasets: replicaSets,
};

/**
 * A server that answers as an API server with one Deployment in the namespace `dev`,
 * and as a Gitea without repositories. Written by hand.
 */
export async function startFakeServer(): Promise<{
  url: string;
  stop(): Promise<void>;
}> {
  const server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://fake');
    const parts = pathname.split('/');
    const last = parts.at(-1) ?? '';
    res.setHeader('content-type', 'application/json');
    if (searchParams.get('watch') === 'true') {
      // Nothing changes.
      res.flushHeaders();
      return;
    }
    const named = objects[parts.at(-2) ?? '']?.find(
      ({ metadata }) => metadata.name === last,
    );
    if (named) res.end(JSON.stringify(named));
    else if (pathname.startsWith('/api/v1/repos/')) {
      res.writeHead(404).end('{}');
    } else {
      const items = objects[last] ?? [];
      res.end(
        JSON.stringify({
          kind: 'List',
          metadata: { resourceVersion: '1' },
          items,
        }),
      );
    }
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}
