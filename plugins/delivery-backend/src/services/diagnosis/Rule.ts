import type {
  Observation,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadSnapshot } from '../../kubernetes';

/** A workload to diagnose. */
export interface DiagnosedWorkload extends WorkloadSnapshot {
  /** Rollout as an engine of a module describes it */
  rollout?: Rollout;
  /** Time of the diagnosis, in milliseconds since 1970 */
  now: number;
}

/**
 * Finds problems of a workload from its own and its related objects; pure. It uses
 * the current state; events only add what the state does not contain, because
 * Kubernetes deletes them after an hour.
 */
export type Rule = (workload: DiagnosedWorkload) => Observation[];
