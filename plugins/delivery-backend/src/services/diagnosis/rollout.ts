import type { WorkloadSnapshot } from '../../kubernetes';
import { revisionHistory } from '../delivery/revisionHistory';
import { conditionOf, fieldOf } from './evidence';
import type { Rule } from './Rule';

/** A rollout without progress within its deadline. */
export const deadline: Rule = ({ workload }) =>
  workload.conditions
    .filter(({ reason }) => reason === 'ProgressDeadlineExceeded')
    .map(condition => ({
      rule: 'deadlineExceeded',
      severity: 'critical',
      certainty: 'likely',
      values: { updated: workload.updated, desired: workload.desired },
      evidence: [conditionOf(workload, condition)],
      since: condition.lastTransitionTime ?? undefined,
      pods: [],
    }));

/** The old revision still serves, because no pod of the new one is ready. */
export const oldRevision: Rule = snapshot => {
  if (snapshot.workload.kind !== 'Deployment') return [];
  const history = revisionHistory(snapshot);
  const current = history.find(revision => revision.current);
  if (!current || current.replicas.ready > 0) return [];
  if (snapshot.workload.desired === 0) return [];
  const serving = history.find(({ replicas }) => replicas.ready > 0);
  const record = snapshot.revisions.find(({ uid }) => uid === serving?.uid);
  if (!serving || !record) return [];
  return [
    {
      rule: 'oldRevisionServing',
      severity: 'info',
      certainty: 'likely',
      values: { revision: serving.version?.value ?? serving.name },
      evidence: [
        fieldOf(record, {
          field: 'status.readyReplicas',
          value: String(serving.replicas.ready),
        }),
      ],
      pods: [],
    },
  ];
};

/** Whether a rollout has exceeded its deadline. */
export function isPastDeadline({ workload }: WorkloadSnapshot): boolean {
  return workload.conditions.some(
    ({ reason }) => reason === 'ProgressDeadlineExceeded',
  );
}
