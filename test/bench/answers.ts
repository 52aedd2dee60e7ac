/* Of Fairway's answers what measurements read; its own schemas cannot be loaded here without a build. */

interface Pod {
  uid: string;
  restarts: number;
  status: string;
}

interface Workload {
  pods: Pod[];
}

interface FleetRow {
  title: string;
  /** By environment */
  cells: Record<string, { replicas: { ready: number } } | null>;
}

/** All services, by environment. */
export interface Fleet {
  rows: FleetRow[];
}

/** What a fleet stream sends. */
export type FleetEvent =
  { type: 'snapshot'; fleet: Fleet } | { type: 'patch'; rows: FleetRow[] };

/** What a service's stream sends. */
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
      )[];
    };
