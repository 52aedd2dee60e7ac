import type { EnvironmentConfig } from '../config';
import type { ServiceQuery } from '../services';

/** Selects records of a service. */
export interface HistoryQuery {
  service: ServiceQuery;
  /** Environments to read, all of which the viewer may read */
  environments: EnvironmentConfig[];
  /** Namespace of the records; all namespaces if it is omitted */
  namespace?: string;
  /** Workload of the records; all workloads if it is omitted */
  workload?: { kind?: string; name: string };
  /** Maximum number of records of a page */
  limit: number;
  /** Cursor of an earlier page */
  cursor?: string;
}
