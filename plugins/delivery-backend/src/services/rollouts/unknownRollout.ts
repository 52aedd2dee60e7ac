import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import { isEngineWorkload } from '../../kubernetes';
import type { WorkloadRecord } from '../../kubernetes';

/** Rollout of a workload whose engine is not installed. */
export function unknownRollout(workload: WorkloadRecord): Rollout {
  return {
    engine: isEngineWorkload(workload) ? workload.engine : 'native',
    strategy: 'rolling',
    state: 'progressing',
    steps: [],
    step: 0,
    analyses: [],
  };
}
