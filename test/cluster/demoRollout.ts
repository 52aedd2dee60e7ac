/** What tells how far a Deployment, StatefulSet or DaemonSet is; the kinds name the same differently. */
export interface WorkloadStatus {
  metadata: { name: string; generation: number };
  spec: { replicas?: number };
  status: {
    observedGeneration?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    desiredNumberScheduled?: number;
    updatedNumberScheduled?: number;
    numberReady?: number;
  };
}

/** Whether the controller has seen the workload as it is: its revision exists. */
export function isObserved({ metadata, status }: WorkloadStatus): boolean {
  return (status.observedGeneration ?? 0) >= metadata.generation;
}

/** Whether all pods are of the current revision and ready. */
export function hasRolledOut(workload: WorkloadStatus): boolean {
  const { spec, status } = workload;
  const desired = spec.replicas ?? status.desiredNumberScheduled ?? 0;
  const updated = status.updatedReplicas ?? status.updatedNumberScheduled ?? 0;
  const ready = status.readyReplicas ?? status.numberReady ?? 0;
  return isObserved(workload) && updated >= desired && ready >= desired;
}
