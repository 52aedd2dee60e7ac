import type { EventRecord } from '../projection/contextRecords';
import type { ContainerRecord, PodRecord } from '../projection/records';
import type { WorkloadScene } from '../cluster/ClusterCache';

/** What Kubernetes said of one container of a pod, the latest first. */
function eventsOf(
  { surroundings }: WorkloadScene,
  pod: PodRecord,
  { name }: ContainerRecord,
): EventRecord[] {
  return surroundings.events
    .filter(
      ({ about }) =>
        about.uid === pod.uid && about.fieldPath?.endsWith(`{${name}}`),
    )
    .sort((a, b) => (a.lastAt > b.lastAt ? -1 : 1));
}

/** The latest that says that a probe of the container failed. */
export function probeFailure(
  scene: WorkloadScene,
  pod: PodRecord,
  container: ContainerRecord,
  probe: ContainerRecord['probes'][number],
): EventRecord | undefined {
  return eventsOf(scene, pod, container).find(
    ({ reason, message }) =>
      reason === 'Unhealthy' && message.toLowerCase().startsWith(`${probe} `),
  );
}

/** The latest that says that the container was ended because of a probe. */
export function probeKill(
  scene: WorkloadScene,
  pod: PodRecord,
  container: ContainerRecord,
  probe: ContainerRecord['probes'][number],
): EventRecord | undefined {
  return eventsOf(scene, pod, container).find(
    ({ reason, message }) =>
      reason === 'Killing' && message.includes(`failed ${probe} probe`),
  );
}

/** That the kubelet waits before it starts the container once more. */
export function backOff(
  scene: WorkloadScene,
  pod: PodRecord,
  container: ContainerRecord,
): EventRecord | undefined {
  return eventsOf(scene, pod, container).find(
    ({ reason, message }) =>
      reason === 'BackOff' && message.includes('restarting'),
  );
}
