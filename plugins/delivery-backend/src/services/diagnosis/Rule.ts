import type { Observation } from '@fairway/backstage-plugin-delivery-common';
import type { WorkloadSnapshot } from '../../kubernetes';

/**
 * Looks at a workload, what it owns and its related objects, and says what it
 * finds wrong; pure. It acts on the state as it is: events only tell what the
 * state leaves out, because Kubernetes forgets them after an hour.
 */
export type Rule = (snapshot: WorkloadSnapshot) => Observation[];
