import type { Workload } from '@fairway/backstage-plugin-delivery-common';

/** Text that changes when a workload changes in a way that adds to its history. */
export function historyRefreshKey(workloads: Workload[]): string {
  return workloads
    .map(({ uid, rollout, health, replicas, pods }) =>
      [
        uid,
        rollout.desired,
        rollout.state,
        health.status,
        replicas.desired,
        pods.reduce((sum, pod) => sum + pod.restarts, 0),
      ].join(' '),
    )
    .join();
}
