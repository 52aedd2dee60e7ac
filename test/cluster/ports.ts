import type { Stack } from '../dev/stack.ts';

/** The local clusters, in the order of promotion. */
export const clusterNames = ['staging', 'production'] as const;

/** Name of a local cluster and of its context in the kubeconfig. */
export type ClusterName = (typeof clusterNames)[number];

/** The parts of a cluster, in the order in which they start. */
export const partNames = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'metrics-server',
  'argo-rollouts',
] as const;

/** Name of a part of a cluster. */
export type PartName = (typeof partNames)[number];

// No default port of Kubernetes, so that kind or minikube can run in parallel. All
// are below the range that systems use for clients.
const base: Record<PartName | 'etcd-peer' | 'argo-rollouts-metrics', number> = {
  etcd: 23379,
  'etcd-peer': 23380,
  'kube-apiserver': 23443,
  'kube-controller-manager': 23257,
  'kube-scheduler': 23259,
  kwok: 23247,
  'metrics-server': 23448,
  'argo-rollouts': 23480,
  'argo-rollouts-metrics': 23490,
};

/** Port of a part of a cluster, on 127.0.0.1. */
export function portOf(
  { portOffset }: Stack,
  cluster: ClusterName,
  part: keyof typeof base,
): number {
  return base[part] + 1000 * clusterNames.indexOf(cluster) + portOffset;
}

/** All ports of the clusters, with their parts. */
export function clusterPorts(stack: Stack): { part: string; port: number }[] {
  return clusterNames.flatMap(cluster => [
    ...partNames.map(part => ({
      part: `${cluster}/${part}`,
      port: portOf(stack, cluster, part),
    })),
    { part: `${cluster}/etcd`, port: portOf(stack, cluster, 'etcd-peer') },
    {
      part: `${cluster}/argo-rollouts`,
      port: portOf(stack, cluster, 'argo-rollouts-metrics'),
    },
  ]);
}
