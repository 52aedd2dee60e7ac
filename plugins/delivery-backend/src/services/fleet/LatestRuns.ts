import type { FleetRun } from '@fairway/backstage-plugin-delivery-common';
import type { Service } from './Service';

/** The part of a service that identifies its pipelines. */
export type ServiceWithJobs = Pick<Service, 'query' | 'jobs' | 'entity'>;

/**
 * Source of the newest run of each service. The fleet shows it without knowing
 * how pipelines are read.
 */
export interface LatestRuns {
  /** Newest run of the service's default branch; undefined if none is known. */
  of(service: ServiceWithJobs): FleetRun | undefined;
  /**
   * Calls the listener with the entity ref of each service whose newest run may
   * have changed, until the returned function is called.
   */
  subscribe(listener: (entityRef: string) => void): () => void;
}
