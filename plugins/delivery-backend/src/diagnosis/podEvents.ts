import type { EventRecord } from '../projection/contextRecords';
import type { ContainerRecord, PodRecord } from '../projection/records';
import type { WorkloadScene } from '../cluster/ClusterCache';
import type { Surroundings } from '../cluster/surroundings';

// Of a workload whose five hundred pods all fail, each is asked for many times.
const byObject = new WeakMap<Surroundings, Map<string, EventRecord[]>>();

/** What Kubernetes said of one object, the latest first. */
export function eventsAbout(
  { surroundings }: WorkloadScene,
  uid: string,
): EventRecord[] {
  let groups = byObject.get(surroundings);
  if (!groups) {
    groups = new Map();
    const latestFirst = [...surroundings.events].sort((a, b) =>
      a.lastAt > b.lastAt ? -1 : 1,
    );
    for (const event of latestFirst) {
      const key = event.about.uid ?? '';
      const group = groups.get(key);
      if (group) group.push(event);
      else groups.set(key, [event]);
    }
    byObject.set(surroundings, groups);
  }
  return groups.get(uid) ?? [];
}

function eventsOf(
  scene: WorkloadScene,
  pod: PodRecord,
  { name }: ContainerRecord,
): EventRecord[] {
  return eventsAbout(scene, pod.uid).filter(({ about }) =>
    about.fieldPath?.endsWith(`{${name}}`),
  );
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
