import type { Rollout } from '@fairway/backstage-plugin-delivery-common';
import { isEngineWorkload } from '../../kubernetes';
import type { WorkloadSnapshot } from '../../kubernetes';
import { revisionHistory } from '../delivery/revisionHistory';
import { conditionOf, fieldOf } from './evidence';
import type { Rule } from './Rule';

/** A rollout without progress within its deadline; not while a gate holds its pods back. */
export const deadline: Rule = ({ workload, pods }) =>
  workload.conditions
    .filter(
      ({ reason }) =>
        reason === 'ProgressDeadlineExceeded' &&
        !pods.some(({ status }) => status === 'waiting'),
    )
    .map(condition => ({
      rule: 'deadlineExceeded',
      severity: 'critical',
      certainty: 'likely',
      values: { updated: workload.updated, desired: workload.desired },
      evidence: [conditionOf(workload, condition)],
      since: condition.lastTransitionTime ?? undefined,
      pods: [],
    }));

/** A rollout that its engine reports as failed; its deadline is another rule. */
export const failedRollout: Rule = snapshot => {
  const { workload, rollout } = snapshot;
  if (!isEngineWorkload(workload) || rollout?.state !== 'failed') return [];
  if (isPastDeadline(snapshot)) return [];
  const { message = '', since } = rollout;
  return [
    {
      rule: 'rolloutFailed',
      severity: 'critical',
      certainty: 'certain',
      values: { message },
      evidence: [
        fieldOf(workload, { field: 'status.message', value: message }),
      ],
      since,
      pods: [],
    },
  ];
};

const BAD_PHASES: string[] = ['Failed', 'Error', 'Inconclusive'];

/** Analyses of a rollout that did not succeed. */
export const failedAnalyses: Rule = ({ workload, rollout }) =>
  analysesInQuestion(rollout).flatMap(({ name, phase, message, metrics }) => {
    const bad = metrics.filter(metric => BAD_PHASES.includes(metric.phase));
    if (!BAD_PHASES.includes(phase)) return [];
    return [
      {
        rule: 'analysisFailed' as const,
        severity: 'warning' as const,
        certainty: 'certain' as const,
        values: {
          analysis: bad.map(metric => metric.name).join(', ') || name,
          phase,
          message: bad[0]?.message ?? message ?? '',
        },
        evidence: [
          {
            kind: 'AnalysisRun',
            namespace: workload.namespace,
            name,
            field: 'status.phase',
            value: message ? `${phase}: ${message}` : phase,
          },
          ...bad.flatMap(metric =>
            metric.measurements.slice(-1).map(({ at, value }) => ({
              kind: 'AnalysisRun',
              namespace: workload.namespace,
              name,
              field: `status.metricResults[${metric.name}]`,
              value: value ?? metric.phase,
              ...(at !== undefined && { time: at }),
            })),
          ),
        ],
        pods: [],
      },
    ];
  });

// The newest run is the first; after a retry, the failure of an earlier one is history.
function analysesInQuestion(rollout: Rollout | undefined) {
  const stopped = ['aborted', 'failed', 'waiting'];
  return rollout && stopped.includes(rollout.state)
    ? rollout.analyses.slice(0, 1)
    : [];
}

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
