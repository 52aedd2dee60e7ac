import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { Processes, logTail } from '../dev/processes.ts';
import type { Stack } from '../dev/stack.ts';
import type { Progress } from '../dev/steps.ts';
import { answers, waitFor } from '../dev/waitFor.ts';
import { createCertificates } from './certificates.ts';
import { adminKubeconfig, clusterFiles } from './clusterFiles.ts';
import { customResources } from './customResources.ts';
import { kubectl } from './kubectl.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { healthUrl, partSpec } from './parts.ts';
import { clusterNames, partNames, portOf } from './ports.ts';
import type { ClusterName, PartName } from './ports.ts';
import { writePrivateFile } from '../dev/privateFile.ts';
import { volumes } from './volumes.ts';

/** Clusters in which the portal may create namespaces. */
const WITH_NEW_NAMESPACES: ClusterName[] = ['staging'];

interface Options {
  onProgress?: Progress;
  signal?: AbortSignal;
}

/** URL and credentials with which the portal reaches a cluster. */
export interface ClusterAccess {
  name: ClusterName;
  url: string;
  caFile: string;
  readTokenFile: string;
  actTokenFile: string;
}

/** Starts all parts of a cluster; leaves running parts unchanged. */
export async function clusterUp(
  stack: Stack,
  cluster: ClusterName,
  { onProgress = () => {}, signal }: Options = {},
): Promise<void> {
  const total = partNames.length + 2;
  onProgress(0, total, 'certificates');
  await createCertificates(path.join(clusterFiles(stack, cluster).dir, 'pki'));
  writeKubeconfigs(stack, cluster);
  for (const [index, part] of partNames.entries()) {
    onProgress(index + 1, total, part);
    // The node stages must exist before the nodes, the nodes before metrics, and the
    // custom resources before their controllers.
    if (part === 'metrics-server') await applyBasics(stack, cluster, signal);
    await partUp(stack, cluster, part, signal);
  }
  onProgress(total - 1, total, 'tokens');
  await writeTokens(stack, cluster);
  onProgress(total, total, 'up');
}

/** Stops all parts of a cluster; its data stay. */
export async function clusterDown(
  stack: Stack,
  cluster: ClusterName,
): Promise<void> {
  for (const part of [...partNames].reverse()) {
    await partDown(stack, cluster, part);
  }
}

/** Starts one part and resolves when it is healthy. */
export async function partUp(
  stack: Stack,
  cluster: ClusterName,
  part: PartName,
  signal?: AbortSignal,
): Promise<void> {
  const processes = Processes.open(stack);
  const spec = partSpec(stack, cluster, part);
  if (part === 'kwok' && !processes.isRunning(spec)) {
    // The previous process would acquire the leases again.
    await partDown(stack, cluster, part);
    await freeNodes(stack, cluster, signal);
  }
  await processes.start(spec);
  const isRunningAndHealthy = async () => {
    if (processes.state(spec.name) === 'failed') {
      throw new Error(
        `${spec.name} ended as soon as it started:\n${logTail(
          processes.log(spec.name),
        )}\nThe whole log: ${processes.log(spec.name)}`,
      );
    }
    return isHealthy(stack, cluster, part);
  };
  await waitFor(`${spec.name} to become healthy`, isRunningAndHealthy, {
    signal,
  });
}

/** Stops one part. */
export async function partDown(
  stack: Stack,
  cluster: ClusterName,
  part: PartName,
): Promise<void> {
  await Processes.open(stack).stop(`${cluster}/${part}`, {
    // It would wait a minute for watches to end, and holds no data.
    timeoutMs: part === 'kube-apiserver' ? 3_000 : 15_000,
  });
}

/**
 * Expires a cluster's resource versions: older watches get 410 Gone, as after etcd's
 * compaction.
 */
export async function expireHistory(
  stack: Stack,
  cluster: ClusterName,
): Promise<void> {
  const etcd = partSpec(stack, cluster, 'etcd').address;
  const ask = async (what: string, body: object) => {
    const response = await fetch(`${etcd}/v3/kv/${what}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(
        `etcd of ${cluster} rejects ${what}: ${await response.text()}`,
      );
    }
    return response.json();
  };
  const key = Buffer.from('/').toString('base64');
  const { header } = await ask('range', { key, count_only: true });
  await ask('compaction', { revision: header.revision, physical: true });
  // A restart clears its cache of past events.
  await partDown(stack, cluster, 'kube-apiserver');
  await partUp(stack, cluster, 'kube-apiserver');
}

/** Whether a part reports that it is healthy. */
export async function isHealthy(
  stack: Stack,
  cluster: ClusterName,
  part: PartName,
): Promise<boolean> {
  const url = healthUrl(stack, cluster, part);
  if (url.startsWith('http:')) return answers(url);
  const files = clusterFiles(stack, cluster);
  return new Promise(resolve => {
    const request = https.get(
      url,
      {
        ca: readFileSync(files.certificate('ca')),
        cert: readFileSync(files.certificate('admin')),
        key: readFileSync(files.key('admin')),
        timeout: 5_000,
        agent: false,
      },
      response => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/** Creates the portal's accounts in a cluster and returns how the portal reaches it. */
export function clusterAccess(
  stack: Stack,
  cluster: ClusterName,
): ClusterAccess {
  const files = clusterFiles(stack, cluster);
  return {
    name: cluster,
    url: files.url,
    caFile: files.certificate('ca'),
    readTokenFile: files.readToken,
    actTokenFile: files.actToken,
  };
}

function writeKubeconfigs(stack: Stack, cluster: ClusterName): void {
  const context = (name: ClusterName, user: string) => {
    const files = clusterFiles(stack, name);
    return {
      name,
      server: files.url,
      ca: files.certificate('ca'),
      certificate: files.certificate(user),
      key: files.key(user),
    };
  };
  for (const user of ['admin', 'kube-controller-manager', 'kube-scheduler']) {
    writeKubeconfig(clusterFiles(stack, cluster).kubeconfig(user), [
      context(cluster, user),
    ]);
  }
  writeKubeconfig(
    adminKubeconfig(stack),
    clusterNames.map(name => context(name, 'admin')),
  );
}

// KWOK ignores a node until the lease of the previous KWOK has expired.
async function freeNodes(
  stack: Stack,
  cluster: ClusterName,
  signal?: AbortSignal,
): Promise<void> {
  await kubectl(
    stack,
    cluster,
    ['delete', 'leases', '--all', '--namespace=kube-node-lease'],
    { signal },
  );
}

/** Removes released volumes, so that they are created again. */
async function removeReleased(
  stack: Stack,
  cluster: ClusterName,
  signal?: AbortSignal,
): Promise<void> {
  const released = await kubectl(
    stack,
    cluster,
    [
      ...['get', 'persistentvolumes', '--output'],
      'jsonpath={.items[?(@.status.phase=="Released")].metadata.name}',
    ],
    { signal },
  );
  const names = released.split(' ').filter(name => name.startsWith('volume-'));
  if (!names.length) return;
  await kubectl(stack, cluster, ['delete', 'persistentvolumes', ...names], {
    signal,
  });
}

/** Applies the base objects of every cluster. */
async function applyBasics(
  stack: Stack,
  cluster: ClusterName,
  signal?: AbortSignal,
): Promise<void> {
  await removeReleased(stack, cluster, signal);
  const metrics = readFileSync(
    path.join(import.meta.dirname, 'metrics.yaml'),
    'utf8',
  ).replaceAll('PORT', String(portOf(stack, cluster, 'metrics-server')));
  await kubectl(
    stack,
    cluster,
    [
      ...['apply', '--server-side', '--force-conflicts'],
      ...['-f', path.join(import.meta.dirname, 'kwok', 'nodes.yaml')],
      ...['-f', path.join(import.meta.dirname, 'basics.yaml')],
      ...['-f', operationsFile(stack, 'rbac')],
      ...(WITH_NEW_NAMESPACES.includes(cluster)
        ? ['-f', operationsFile(stack, 'rbac-new-namespaces')]
        : []),
      ...['-f', '-'],
    ],
    {
      input: [
        await customResources(stack),
        metrics,
        JSON.stringify(volumes()),
      ].join('\n---\n'),
      signal,
    },
  );
}

/** Gives the portal the rights to change a namespace. */
export async function bindActRights(
  stack: Stack,
  cluster: ClusterName,
  namespace: string,
  signal?: AbortSignal,
): Promise<void> {
  const file = operationsFile(stack, 'rbac-namespace');
  await kubectl(
    stack,
    cluster,
    ['apply', '--server-side', `--namespace=${namespace}`, '-f', file],
    { signal },
  );
}

function operationsFile({ root }: Stack, name: string): string {
  return path.join(root, 'docs', 'operations', `${name}.yaml`);
}

async function writeTokens(stack: Stack, cluster: ClusterName): Promise<void> {
  const files = clusterFiles(stack, cluster);
  for (const [account, file] of [
    ['fairway-read', files.readToken],
    ['fairway-act', files.actToken],
  ]) {
    const token = await kubectl(stack, cluster, [
      ...['create', 'token', account, '--namespace=fairway'],
      '--duration=720h',
    ]);
    writePrivateFile(file, token.trim());
  }
}
