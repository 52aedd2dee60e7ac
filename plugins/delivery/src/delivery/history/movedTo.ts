import type { Workload } from '@fairway/backstage-plugin-delivery-common';

/** Differs when a workload has moved in a way that leaves a record. */
export function movedTo(workloads: Workload[]): string {
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
