import { endEvidence, isStartError, lastEnd } from './crashes';
import { containerField } from './evidence';
import { isPastDeadline } from './rollout';
import type { Rule } from './Rule';
import { gather, troubledContainers } from './sightings';
import type { Sighting } from './sightings';

/** Init containers that fail, or do not end. */
export const initContainers: Rule = scene =>
  gather(
    scene,
    troubledContainers(scene).flatMap(({ pod, container }): Sighting[] => {
      const { name, type, restarts, runningSince, ready } = container;
      if (type !== 'init' || ready) return [];
      const end = lastEnd(container);
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
            evidence: endEvidence(pod, container),
            since: end.at,
            pod,
          },
        ];
      }
      if (!runningSince) return [];
      const isLate = isPastDeadline(scene);
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
    }),
  );
