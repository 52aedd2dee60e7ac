import type {
  Revision,
  Rollout,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';
import type { NamespaceUsage, WorkloadSnapshot } from '../../kubernetes';

/** A workload with what its rollout engine and the metrics server report about it. */
export interface DescribedWorkload extends WorkloadSnapshot {
  /** How it belongs to the service */
  claim: Pick<Workload, 'claim' | 'claimants'>;
  /** Revisions of the workload, newest first */
  history: Revision[];
  /** Rollout as its engine describes it; undefined when the engine is not installed */
  rollout: Rollout | undefined;
  /** Time at which it was read, in milliseconds since 1970 */
  now: number;
  /** Resource usage of the pods of its namespace; undefined where it is not measured */
  usage: NamespaceUsage | undefined;
}
