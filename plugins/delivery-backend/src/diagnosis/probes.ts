import type { WorkloadScene } from '../cluster/ClusterCache';
import { selectsAll } from '../cluster/surroundings';
import type { ServiceRecord } from '../projection/contextRecords';
import type { ContainerRecord, PodRecord } from '../projection/records';
import { probeFailure, probeKill } from './podEvents';
import { isLooping } from './crashes';
import { containerField, fieldOf, saidOf } from './evidence';
import { isPastDeadline } from './rollout';
import type { Rule } from './Rule';
import { gather, troubledContainers } from './sightings';
import type { Sighting } from './sightings';

/** Liveness and startup probes that make Kubernetes restart a container. */
export const killingProbes: Rule = scene =>
  gather(
    scene,
    troubledContainers(scene).flatMap(({ pod, container }) => [
      ...restartedBy('liveness', scene, pod, container),
      ...restartedBy('startup', scene, pod, container),
    ]),
  );

function restartedBy(
  probe: 'liveness' | 'startup',
  scene: WorkloadScene,
  pod: PodRecord,
  container: ContainerRecord,
): Sighting[] {
  const failure = probeFailure(scene, pod, container, probe);
  const kill = probeKill(scene, pod, container, probe);
  const said = [kill, failure].flatMap(event => event ?? []);
  // A startup probe fails until the program is up: that alone is no trouble.
  const isTrouble =
    kill ?? (failure && (container.restarts > 0 || isPastDeadline(scene)));
  if (!isTrouble || (probe === 'startup' && container.started)) return [];
  return [
    {
      rule: probe === 'liveness' ? 'livenessFailing' : 'startupFailing',
      severity: container.ready ? 'warning' : 'critical',
      certainty: kill ? 'certain' : 'likely',
      values: { container: container.name },
      sums: { restarts: container.restarts },
      evidence: [
        ...said.map(saidOf),
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

/** Readiness probes that take a pod out of its Services. */
export const readiness: Rule = scene => {
  const behind = scene.surroundings.services.find(({ service }) =>
    isBehind(service, scene),
  );
  return gather(
    scene,
    troubledContainers(scene).flatMap(({ pod, container }): Sighting[] => {
      const { ready, runningSince, probes, type } = container;
      if (ready || !runningSince || type === 'init') return [];
      if (!probes.includes('readiness')) return [];
      if (isLooping(scene, pod, container)) return [];
      const failure = probeFailure(scene, pod, container, 'readiness');
      // Kubernetes forgets what it said; what lasts so long is no start.
      if (!failure && !isPastDeadline(scene)) return [];
      return [
        {
          rule: behind ? 'readinessFailingInService' : 'readinessFailing',
          severity: 'critical',
          certainty: failure ? 'certain' : 'likely',
          values: {
            container: container.name,
            ...(behind && { service: behind.service.name }),
          },
          evidence: [
            ...(failure ? [saidOf(failure)] : []),
            containerField(pod, container, { field: 'ready', value: 'false' }),
            ...(behind ? [endpointsOf(behind)] : []),
          ],
          since: pod.since,
          pod,
        },
      ];
    }),
  );
};

/** Whether a Service leads to the workload's pods. */
export function isBehind(
  { selector }: ServiceRecord,
  { workload }: WorkloadScene,
): boolean {
  return selector !== undefined && selectsAll(selector, workload.podLabels);
}

/** How many of a Service's pods it leads to. */
export function endpointsOf({
  service,
  ready,
  notReady,
}: WorkloadScene['surroundings']['services'][number]) {
  return fieldOf(service, {
    field: 'endpoints',
    value: `${ready} ready, ${notReady} not ready`,
  });
}
