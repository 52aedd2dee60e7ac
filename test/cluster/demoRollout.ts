/** What tells how far a workload is; the kinds name the same differently. */
export interface WorkloadStatus {
  kind: string;
  metadata: {
    name: string;
    generation: number;
    annotations?: Record<string, string>;
  };
  spec: { replicas?: number };
  /** A Rollout that was just made has none. */
  status?: {
    /** A Rollout's is a string. */
    observedGeneration?: number | string;
    updatedReplicas?: number;
    readyReplicas?: number;
    desiredNumberScheduled?: number;
    updatedNumberScheduled?: number;
    numberReady?: number;
    /** Of a Rollout: the revision it asks for, and the one it goes back to. */
    currentPodHash?: string;
    stableRS?: string;
  };
}

/** Whether the controller has seen the workload as it is: its revision exists. */
export function isObserved({ metadata, status }: WorkloadStatus): boolean {
  return Number(status?.observedGeneration ?? 0) >= metadata.generation;
}

/** Whether all pods are of the current revision and ready, and a Rollout's steps are behind it. */
export function hasRolledOut(workload: WorkloadStatus): boolean {
  const { kind, spec, status = {} } = workload;
  const desired = spec.replicas ?? status.desiredNumberScheduled ?? 0;
  const updated = status.updatedReplicas ?? status.updatedNumberScheduled ?? 0;
  const ready = status.readyReplicas ?? status.numberReady ?? 0;
  return (
    isObserved(workload) &&
    updated >= desired &&
    ready >= desired &&
    (kind !== 'Rollout' ||
      (status.stableRS !== undefined &&
        status.stableRS === status.currentPodHash))
  );
}
