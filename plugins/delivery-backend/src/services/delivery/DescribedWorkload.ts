import type {
  Revision,
  Rollout,
} from '@fairway/backstage-plugin-delivery-common';
import type { NamespaceUsage, WorkloadSnapshot } from '../../kubernetes';

/** A workload with what its rollout engine and the metrics server report about it. */
export interface DescribedWorkload extends WorkloadSnapshot {
  /** Revisions of the workload, newest first */
  history: Revision[];
  /** Rollout as its engine describes it; undefined when the engine is not installed */
  rollout: Rollout | undefined;
  /** Resource usage of the pods of its namespace; undefined where it is not measured */
  usage: NamespaceUsage | undefined;
}
