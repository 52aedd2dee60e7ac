import path from 'node:path';
import { run } from '../dev/run.ts';
import type { Stack } from '../dev/stack.ts';
import { binary } from './binaries.ts';
import { clusterFiles } from './clusterFiles.ts';
import type { ClusterName } from './ports.ts';

/** Runs kubectl on a cluster as its administrator and returns its output. */
export function kubectl(
  stack: Stack,
  cluster: ClusterName,
  args: string[],
  options: { input?: string; signal?: AbortSignal } = {},
): Promise<string> {
  return run({
    command: binary(stack, 'kubectl').path,
    args: [
      `--kubeconfig=${clusterFiles(stack, cluster).kubeconfig('admin')}`,
      // The discovery cache is in the cluster's folder instead of the user's.
      `--cache-dir=${path.join(clusterFiles(stack, cluster).dir, 'kubectl')}`,
      ...args,
    ],
    log: path.join(stack.dir, 'logs', `kubectl-${cluster}.log`),
    ...options,
  });
}
