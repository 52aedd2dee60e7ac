import { terminationEvidence, isStartError, lastTermination } from './crashes';
import { containerField } from './evidence';
import { UNKNOWN_END } from './exitCodes';
import { isPastDeadline } from './rollout';
import type { Rule } from './Rule';
import {
  activePods,
  groupByRule,
  unhealthyContainers,
} from './podObservations';
import type { PodObservation } from './podObservations';

/** Sidecars that do not start, so that the containers after them wait. */
export const sidecars: Rule = snapshot =>
  groupByRule(
    snapshot,
    activePods(snapshot).flatMap((pod): PodObservation[] => {
      const containers = pod.containers ?? [];
      const sidecar = containers.find(
        ({ type, started }) => type === 'sidecar' && !started,
      );
      const waiting = containers.filter(
        container =>
          container.type === 'main' &&
          container.waiting &&
          !lastTermination(container),
      );
      if (!sidecar || !waiting.length) return [];
      return [
        {
          rule: 'sidecarBlocking',
          severity: 'critical',
          certainty: 'certain',
          values: {
            container: sidecar.name,
            waiting: waiting.map(({ name }) => name).join(', '),
          },
          evidence: [
            containerField(pod, sidecar, { field: 'started', value: 'false' }),
          ],
          since: pod.since,
          pod,
        },
      ];
    }),
  );

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
          end.reason !== UNKNOWN_END &&
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
