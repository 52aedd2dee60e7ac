import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadSnapshot } from '../../kubernetes';

/**
 * Finds problems of a workload from its own and its related objects; pure. It uses
 * the current state; events only add what the state does not contain, because
 * Kubernetes deletes them after an hour.
 */
export type Rule = (snapshot: WorkloadSnapshot) => Observation[];
