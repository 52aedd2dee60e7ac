import { terminationEvidence, isStartError, lastTermination } from './crashes';
import { containerField } from './evidence';
import { isPastDeadline } from './rollout';
import type { Rule } from './Rule';
import { groupByRule, unhealthyContainers } from './podObservations';
import type { PodObservation } from './podObservations';

/** Init containers that fail, or do not finish. */
export const initContainers: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(
      ({ pod, container }): PodObservation[] => {
        const { name, type, restarts, runningSince, ready } = container;
        if (type !== 'init' || ready) return [];
        const end = lastTermination(container);
        const hasFailed =
          end &&
          end.exitCode !== 0 &&
          end.reason !== 'OOMKilled' &&
          !isStartError(end);
        if (hasFailed) {
          return [
            {
              rule: 'initFailing',
              severity: 'critical',
              certainty: 'certain',
              values: { container: name, exitCode: end.exitCode },
              sums: { restarts },
              evidence: terminationEvidence(pod, container),
              since: end.at,
              pod,
            },
          ];
        }
        if (!runningSince) return [];
        const isLate = isPastDeadline(snapshot);
        return [
          {
            rule: 'initRunning',
            severity: isLate ? 'critical' : 'info',
            certainty: isLate ? 'likely' : 'possible',
            values: { container: name },
            evidence: [
              containerField(pod, container, {
                field: 'state.running.startedAt',
                value: runningSince,
                time: runningSince,
              }),
            ],
            since: runningSince,
            pod,
          },
        ];
      },
    ),
  );
