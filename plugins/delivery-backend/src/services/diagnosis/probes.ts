import { hasAllLabels } from '../../kubernetes';
import type {
  ContainerRecord,
  PodRecord,
  ServiceRecord,
  WorkloadSnapshot,
} from '../../kubernetes';
import { probeFailure, probeKill } from './podEvents';
import { isCrashLooping } from './crashes';
import { containerField, fieldOf, eventEvidence } from './evidence';
import { isRecent } from './grace';
import { isPastDeadline } from './rollout';
import type { Rule } from './Rule';
import { groupByRule, unhealthyContainers } from './podObservations';
import type { PodObservation } from './podObservations';

/** Liveness and startup probes that make Kubernetes restart a container. */
export const killingProbes: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(({ pod, container }) => [
      ...restartedBy('liveness', snapshot, pod, container),
      ...restartedBy('startup', snapshot, pod, container),
    ]),
  );

function restartedBy(
  probe: 'liveness' | 'startup',
  snapshot: WorkloadSnapshot,
  pod: PodRecord,
  container: ContainerRecord,
): PodObservation[] {
  const failure = probeFailure(snapshot, pod, container, probe);
  const kill = probeKill(snapshot, pod, container, probe);
  const said = [kill, failure].flatMap(event => event ?? []);
  // A startup probe fails until the program has started, which is normal.
  const isTrouble =
    kill ?? (failure && (container.restarts > 0 || isPastDeadline(snapshot)));
  if (!isTrouble || (probe === 'startup' && container.started)) return [];
  return [
    {
      rule: probe === 'liveness' ? 'livenessFailing' : 'startupFailing',
      severity: container.ready ? 'warning' : 'critical',
      certainty: kill ? 'certain' : 'likely',
      values: { container: container.name },
      sums: { restarts: container.restarts },
      evidence: [
        ...said.map(eventEvidence),
        containerField(pod, container, {
          field: 'restartCount',
          value: String(container.restarts),
        }),
      ],
      since: said.map(event => event.firstAt).sort()[0],
      pod,
    },
  ];
}

/** Readiness probes that remove a pod from its Services. */
export const readiness: Rule = snapshot => {
  const behind = snapshot.relatedObjects.services.filter(({ service }) =>
    isBehind(service, snapshot),
  );
  const names = behind.map(({ service }) => service.name).sort();
  return groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(
      ({ pod, container }): PodObservation[] => {
        const { ready, runningSince, probes, type } = container;
        if (ready || !runningSince || type === 'init') return [];
        if (!probes.includes('readiness')) return [];
        if (isCrashLooping(snapshot, pod, container)) return [];
        const isStarting =
          container.restarts === 0 &&
          isRecent(runningSince, 'readiness', snapshot.now);
        if (isStarting) return [];
        const failure = probeFailure(snapshot, pod, container, 'readiness');
        // The event may have expired. A pod that is unready this long is not starting.
        if (!failure && !isPastDeadline(snapshot)) return [];
        return [
          {
            rule: behind.length
              ? 'readinessFailingInService'
              : 'readinessFailing',
            severity: 'critical',
            certainty: failure ? 'certain' : 'likely',
            values: {
              container: container.name,
              ...(behind.length > 0 && { service: names.join(', ') }),
            },
            evidence: [
              ...(failure ? [eventEvidence(failure)] : []),
              containerField(pod, container, {
                field: 'ready',
                value: 'false',
              }),
              ...behind.map(endpointsOf),
            ],
            since: pod.since,
            pod,
          },
        ];
      },
    ),
  );
};

/** Whether a Service selects the workload's pods. */
export function isBehind(
  { selector }: ServiceRecord,
  { workload }: WorkloadSnapshot,
): boolean {
  return selector !== undefined && hasAllLabels(workload.podLabels, selector);
}

/** Number of ready endpoints of a Service. */
export function endpointsOf({
  service,
  ready,
  notReady,
}: WorkloadSnapshot['relatedObjects']['services'][number]) {
  return fieldOf(service, {
    field: 'endpoints',
    value: `${ready} ready, ${notReady} not ready`,
  });
}
