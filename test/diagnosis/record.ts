// Records the fixtures of the diagnosis tests; see the README of the fixtures.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { clusterFiles } from '../cluster/clusterFiles.ts';
import { kubectl } from '../cluster/kubectl.ts';
import { stackOf } from '../dev/stack.ts';
import { waitFor } from '../dev/waitFor.ts';
import { containerCases } from './cases/containers.ts';
import { placementCases } from './cases/placement.ts';
import { refusalCases } from './cases/refusals.ts';
import { surroundingCases } from './cases/relatedObjects.ts';
import type { Case, Step } from './steps.ts';

const CLUSTER = 'staging';
const NAMESPACED = [
  'deployments',
  'statefulsets',
  'replicasets',
  'controllerrevisions',
  'pods',
  'events',
  'services',
  'endpointslices',
  'persistentvolumeclaims',
  'horizontalpodautoscalers',
  'poddisruptionbudgets',
  'resourcequotas',
].join(',');

interface Recorded {
  kind: string;
  metadata: {
    name: string;
    uid: string;
    annotations?: Record<string, string>;
    managedFields?: unknown;
  };
  spec?: { nodeName?: string };
}

const root = path.resolve(import.meta.dirname, '../..');
const stack = stackOf(root, process.env);
const files = clusterFiles(stack, CLUSTER);
const folder = path.join(
  root,
  'plugins/delivery-backend/src/services/diagnosis/__fixtures__',
);
const cases: Record<string, Case> = {
  ...containerCases,
  ...placementCases,
  ...refusalCases,
  ...surroundingCases,
};

const admission = await startAdmission();
try {
  mkdirSync(folder, { recursive: true });
  const wanted = process.argv.slice(2);
  const failed: string[] = [];
  const queue = wanted.length ? wanted : Object.keys(cases);
  const worker = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      try {
        await record(name);
        console.log(`✓ ${name}`);
      } catch (error) {
        failed.push(name);
        console.error(`✗ ${name}: ${error}`);
      }
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  if (failed.length) process.exitCode = 1;
} finally {
  admission.server.close();
}

async function record(name: string): Promise<void> {
  const { steps, cleanUp = [] } = cases[name];
  const namespace = `case-${name.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)}`;
  const fill = (text: string) =>
    text
      .replaceAll('NAMESPACE', namespace)
      .replaceAll('CA_BUNDLE', admission.authority)
      .replaceAll('WEBHOOK', admission.url);
  const run = (args: string[], input?: string) =>
    kubectl(stack, CLUSTER, ['-n', namespace, ...args], { input });
  await run(['create', 'namespace', namespace]);
  try {
    for (const step of steps) await take(step);
    write(name, await read(namespace));
  } finally {
    for (const args of cleanUp) await run(args.map(fill));
    await run(['delete', 'namespace', namespace, '--wait=false']);
    await letGo(namespace);
  }

  async function take(step: Step): Promise<void> {
    if ('apply' in step) {
      const all = { apiVersion: 'v1', kind: 'List', items: step.apply };
      await run(['apply', '-f', '-'], fill(JSON.stringify(all)));
    } else if ('until' in step) {
      let seen = '';
      const isSeen = async () => {
        seen = JSON.stringify(await read(namespace));
        return step.until.test(seen);
      };
      // Metrics are available after a minute.
      const limit = { timeoutMs: 150_000 };
      await waitFor(`${step.until}`, isSeen, limit).catch(error => {
        throw new Error(`${error}; there was ${seen.slice(-4000)}`);
      });
    } else if ('kubectl' in step) {
      await run(step.kubectl.map(fill));
    } else {
      for (const pod of await pods(namespace)) {
        if ('podStatus' in step) {
          const patch = fill(JSON.stringify({ status: step.podStatus }));
          const subresource = ['--subresource=status', '--type=merge'];
          await run([
            'patch',
            'pod',
            pod.metadata.name,
            ...subresource,
            `--patch=${patch}`,
          ]);
        } else {
          const event = eventAbout(pod, namespace, step.podSays);
          await run(['create', '-f', '-'], JSON.stringify(event));
        }
      }
    }
  }
}

/** Content of a fixture, from the API server. */
async function read(namespace: string): Promise<Recorded[]> {
  const items = await list(['-n', namespace, 'get', NAMESPACED]);
  const nodes = new Set(items.flatMap(item => item.spec?.nodeName ?? []));
  if (!nodes.size) return items;
  return [
    ...items,
    ...(await list(['get', 'nodes'])).filter(node =>
      nodes.has(node.metadata.name),
    ),
  ];
}

async function pods(namespace: string): Promise<Recorded[]> {
  return list(['-n', namespace, 'get', 'pods']);
}

async function list(args: string[]): Promise<Recorded[]> {
  const text = await kubectl(stack, CLUSTER, [...args, '-o', 'json']);
  return (JSON.parse(text) as { items: Recorded[] }).items;
}

function eventAbout(
  { metadata: { name, uid } }: Recorded,
  namespace: string,
  said: Extract<Step, { podSays: unknown }>['podSays'],
) {
  const { type, reason, message, count = 1, container } = said;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: `${name}.`, namespace },
    involvedObject: {
      apiVersion: 'v1',
      kind: 'Pod',
      name,
      namespace,
      uid,
      ...(container && { fieldPath: `spec.containers{${container}}` }),
    },
    type,
    reason,
    message,
    count,
    firstTimestamp: '2026-01-01T10:00:00Z',
    lastTimestamp: '2026-01-01T10:05:00Z',
    source: { component: 'kubelet', host: 'worker-a1' },
  };
}

// One object per line, to keep diffs readable.
function write(name: string, objects: Recorded[]): void {
  const lines = objects.map(({ metadata, ...rest }) => {
    const { managedFields, annotations = {}, ...kept } = metadata;
    const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...own } =
      annotations;
    return JSON.stringify({
      ...rest,
      metadata: { ...kept, annotations: own },
    });
  });
  writeFileSync(
    path.join(folder, `${name}.json`),
    `[\n${lines.join(',\n')}\n]\n`,
  );
}

/** Removes finalizers of controllers that do not exist. */
async function letGo(namespace: string): Promise<void> {
  for (const pod of await pods(namespace)) {
    await kubectl(stack, CLUSTER, [
      ...['-n', namespace, 'patch', 'pod', pod.metadata.name],
      ...['--type=merge', '--patch={"metadata":{"finalizers":null}}'],
    ]).catch(() => undefined);
  }
}

/** An admission webhook that denies everything. */
async function startAdmission() {
  const server = https.createServer(
    {
      cert: readFileSync(files.certificate('server')),
      key: readFileSync(files.key('server')),
    },
    async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      const { request: review } = JSON.parse(text) as {
        request: { uid: string };
      };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          response: {
            uid: review.uid,
            allowed: false,
            status: { message: 'image shop/orders is not signed' },
          },
        }),
      );
    },
  );
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: `https://127.0.0.1:${port}/refuse`,
    authority: readFileSync(files.certificate('ca')).toString('base64'),
  };
}
