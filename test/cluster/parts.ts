import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { ProcessSpec } from '../dev/processes.ts';
import type { Stack } from '../dev/stack.ts';
import { binary } from './binaries.ts';
import { clusterFiles } from './clusterFiles.ts';
import { portOf } from './ports.ts';
import type { ClusterName, PartName } from './ports.ts';

const SERVICE_NETWORK = '10.96.0.0/16';
// The demo changes thousands of pods on one machine; the defaults are for production.
const RATE = ['--kube-api-qps=300', '--kube-api-burst=600'];

/** Program of a part, if its name differs from the part's name. */
const programs: Partial<Record<PartName, string>> = {
  etcd: 'server',
  'argo-rollouts': 'rollouts-controller',
};

/** Start command of a part of a cluster. */
export function partSpec(
  stack: Stack,
  cluster: ClusterName,
  part: PartName,
): ProcessSpec {
  const { path: command, version } = binary(stack, programs[part] ?? part);
  const isPlain = ['etcd', 'kwok', 'argo-rollouts'].includes(part);
  const scheme = isPlain ? 'http' : 'https';
  return {
    name: `${cluster}/${part}`,
    command,
    args: argumentsOf(stack, cluster, part),
    version,
    address: `${scheme}://127.0.0.1:${portOf(stack, cluster, part)}`,
    // KWOK reads its stages at its start.
    ...(part === 'kwok' && {
      configuration: kwokConfigs(clusterFiles(stack, cluster).dir)
        .map(file => readFileSync(file, 'utf8'))
        .join('\n'),
    }),
  };
}

/** URL of a part's health check. */
export function healthUrl(
  stack: Stack,
  cluster: ClusterName,
  part: PartName,
): string {
  const paths: Record<PartName, string> = {
    etcd: '/readyz',
    'kube-apiserver': '/readyz',
    'kube-controller-manager': '/healthz',
    'kube-scheduler': '/healthz',
    kwok: '/healthz',
    'metrics-server': '/livez',
    'argo-rollouts': '/healthz',
  };
  return `${partSpec(stack, cluster, part).address}${paths[part]}`;
}

function argumentsOf(
  stack: Stack,
  cluster: ClusterName,
  part: PartName,
): string[] {
  const files = clusterFiles(stack, cluster);
  const port = (of: Parameters<typeof portOf>[2]) => portOf(stack, cluster, of);
  const serving = [
    '--bind-address=127.0.0.1',
    `--secure-port=${port(part)}`,
    `--tls-cert-file=${files.certificate('server')}`,
    `--tls-private-key-file=${files.key('server')}`,
  ];
  const component = (user: string) => [
    `--kubeconfig=${files.kubeconfig(user)}`,
    `--authentication-kubeconfig=${files.kubeconfig(user)}`,
    `--authorization-kubeconfig=${files.kubeconfig(user)}`,
    ...serving,
  ];
  switch (part) {
    case 'etcd': {
      const client = `http://127.0.0.1:${port('etcd')}`;
      const peer = `http://127.0.0.1:${port('etcd-peer')}`;
      return [
        `--data-dir=${files.etcdData}`,
        // The demo may lose its last second in a power cut.
        '--unsafe-no-fsync',
        `--listen-client-urls=${client}`,
        `--advertise-client-urls=${client}`,
        `--listen-peer-urls=${peer}`,
        `--initial-advertise-peer-urls=${peer}`,
        `--initial-cluster=default=${peer}`,
        '--log-level=warn',
      ];
    }
    case 'kube-apiserver':
      return [
        ...serving,
        `--etcd-servers=http://127.0.0.1:${port('etcd')}`,
        // It must not be loopback; no client uses this address.
        '--advertise-address=10.96.0.1',
        '--endpoint-reconciler-type=none',
        `--service-cluster-ip-range=${SERVICE_NETWORK}`,
        '--authorization-mode=RBAC',
        `--client-ca-file=${files.certificate('ca')}`,
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${path.join(files.dir, 'pki/service-account.pub')}`,
        `--service-account-signing-key-file=${files.key('service-account')}`,
        `--requestheader-client-ca-file=${files.certificate('front-proxy-ca')}`,
        '--requestheader-allowed-names=front-proxy',
        '--requestheader-extra-headers-prefix=X-Remote-Extra-',
        '--requestheader-group-headers=X-Remote-Group',
        '--requestheader-username-headers=X-Remote-User',
        `--proxy-client-cert-file=${files.certificate('front-proxy')}`,
        `--proxy-client-key-file=${files.key('front-proxy')}`,
        '--kubelet-preferred-address-types=InternalIP',
      ];
    case 'kube-controller-manager':
      return [
        ...component('kube-controller-manager'),
        ...RATE,
        '--leader-elect=false',
        '--use-service-account-credentials',
        '--controllers=*,-nodeipam',
        `--root-ca-file=${files.certificate('ca')}`,
        `--service-account-private-key-file=${files.key('service-account')}`,
        '--horizontal-pod-autoscaler-sync-period=5s',
      ];
    case 'kube-scheduler':
      return [...component('kube-scheduler'), ...RATE, '--leader-elect=false'];
    case 'kwok':
      return [
        `--kubeconfig=${files.kubeconfig('admin')}`,
        '--manage-all-nodes',
        '--node-lease-duration-seconds=40',
        `--server-address=127.0.0.1:${port('kwok')}`,
        '--node-ip=127.0.0.1',
        `--node-port=${port('kwok')}`,
        `--tls-cert-file=${files.certificate('server')}`,
        `--tls-private-key-file=${files.key('server')}`,
        ...kwokConfigs(files.dir).map(file => `--config=${file}`),
      ];
    case 'metrics-server':
      return [
        ...component('admin'),
        '--kubelet-insecure-tls',
        `--kubelet-port=${port('kwok')}`,
        '--kubelet-preferred-address-types=InternalIP',
        '--kubelet-request-timeout=5s',
        '--metric-resolution=10s',
      ];
    case 'argo-rollouts':
      return [
        `--kubeconfig=${files.kubeconfig('admin')}`,
        '--leader-elect=false',
        `--healthzPort=${port('argo-rollouts')}`,
        `--metricsPort=${port('argo-rollouts-metrics')}`,
      ];
    default:
      return part satisfies never;
  }
}

// Nodes are objects of the cluster. All other files in the folder are for KWOK, and
// so are the logs of the demo's pods next to the cluster's files.
function kwokConfigs(clusterDir: string): string[] {
  return [
    path.join(import.meta.dirname, 'kwok'),
    path.join(clusterDir, 'kwok'),
  ].flatMap(folder =>
    yamlFiles(folder).filter(file =>
      /^apiVersion: (config\.)?kwok\.x-k8s\.io\//m.test(
        readFileSync(file, 'utf8'),
      ),
    ),
  );
}

function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(name => name.endsWith('.yaml'))
      .sort()
      .map(name => path.join(folder, name));
  } catch {
    return [];
  }
}
