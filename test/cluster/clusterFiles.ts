import path from 'node:path';
import type { Stack } from '../dev/stack.ts';
import { portOf } from './ports.ts';
import type { ClusterName } from './ports.ts';

/** Paths of a cluster's files. */
export interface ClusterFiles {
  dir: string;
  /** URL of the API server */
  url: string;
  etcdData: string;
  certificate(name: string): string;
  key(name: string): string;
  /** Kubeconfig of a component; `admin` is the administrator */
  kubeconfig(user: string): string;
  readToken: string;
  actToken: string;
}

export function clusterFiles(stack: Stack, cluster: ClusterName): ClusterFiles {
  const dir = path.join(stack.dir, 'clusters', cluster);
  return {
    dir,
    url: `https://127.0.0.1:${portOf(stack, cluster, 'kube-apiserver')}`,
    etcdData: path.join(dir, 'etcd'),
    certificate: name => path.join(dir, 'pki', `${name}.crt`),
    key: name => path.join(dir, 'pki', `${name}.key`),
    kubeconfig: user => path.join(dir, `${user}.kubeconfig`),
    readToken: path.join(dir, 'read.token'),
    actToken: path.join(dir, 'act.token'),
  };
}

/** Kubeconfig of the administrator, with a context for each cluster. */
export function adminKubeconfig(stack: Stack): string {
  return path.join(stack.dir, 'kubeconfig');
}
