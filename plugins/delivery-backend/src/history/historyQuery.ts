import type { EnvironmentConfig } from '../config';
import type { ServiceQuery } from '../services';

/** Which records of a service are asked for. */
export interface HistoryQuery {
  service: ServiceQuery;
  /** Those that the viewer may read */
  environments: EnvironmentConfig[];
  /** Only of this namespace */
  namespace?: string;
  /** Only of this workload */
  workload?: { kind?: string; name: string };
  /** The most that are given at once */
  limit: number;
  /** Where an earlier page ended */
  cursor?: string;
}
