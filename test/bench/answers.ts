/* The fields of Fairway's answers that the benchmarks read. Its schemas cannot be loaded here without a build. */

interface Pod {
  uid: string;
  restarts: number;
  status: string;
}

/** A workload of a service. */
export interface Workload {
  pods: Pod[];
}

interface FleetRow {
  title: string;
  /** Cells by environment */
  cells: Record<string, { replicas: { ready: number } } | null>;
}

/** All services by environment. */
export interface Fleet {
  rows: FleetRow[];
}

/** Event of a fleet stream. */
export type FleetEvent =
  { type: 'snapshot'; fleet: Fleet } | { type: 'patch'; rows: FleetRow[] };

/** Event of a service's stream. */
export type DeliveryEvent =
  | {
      type: 'snapshot';
      delivery: { environments: { workloads: Workload[] }[] };
    }
  | {
      type: 'patch';
      changes: (
        | { type: 'environment' | 'workload-removed' }
        | { type: 'workload'; workload: Workload }
        | { type: 'workload-changed'; pods: Workload['pods'] }
      )[];
    };
