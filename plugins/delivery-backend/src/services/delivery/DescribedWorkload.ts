import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import type { NamespaceUsage, WorkloadSnapshot } from '../../kubernetes';

/** A workload with what its rollout engine and the metrics server report about it. */
export interface DescribedWorkload extends WorkloadSnapshot {
  /** Rollout as an engine from a module describes it; undefined without such an engine */
  rollout: Rollout | undefined;
  /** Resource usage of the pods of its namespace; undefined where it is not measured */
  usage: NamespaceUsage | undefined;
}
