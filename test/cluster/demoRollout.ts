/** Fields with the progress of a workload; their names differ by kind. */
export interface WorkloadStatus {
  kind: string;
  metadata: {
    name: string;
    generation: number;
    annotations?: Record<string, string>;
  };
  spec: { replicas?: number };
  /** Absent on a new Rollout */
  status?: {
    /** A string on a Rollout */
    observedGeneration?: number | string;
    updatedReplicas?: number;
    readyReplicas?: number;
    desiredNumberScheduled?: number;
    updatedNumberScheduled?: number;
    numberReady?: number;
    /** Desired and stable revision of a Rollout */
    currentPodHash?: string;
    stableRS?: string;
  };
}

/** Whether the controller has observed the workload's current spec, so its revision exists. */
export function isObserved({ metadata, status }: WorkloadStatus): boolean {
  return Number(status?.observedGeneration ?? 0) >= metadata.generation;
}

/** Whether all pods run the current revision and are ready, and a Rollout has completed its steps. */
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
