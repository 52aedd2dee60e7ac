import type {
  ContainerRecord,
  EventRecord,
  PodRecord,
  RelatedObjects,
  WorkloadSnapshot,
} from '../../kubernetes';

// Of a workload whose five hundred pods all fail, each is asked for many times.
const byObject = new WeakMap<RelatedObjects, Map<string, EventRecord[]>>();

/** What Kubernetes said of one object, the latest first. */
export function eventsAbout(
  { relatedObjects }: WorkloadSnapshot,
  uid: string,
): EventRecord[] {
  let groups = byObject.get(relatedObjects);
  if (!groups) {
    groups = new Map();
    const latestFirst = [...relatedObjects.events].sort((a, b) =>
      a.lastAt > b.lastAt ? -1 : 1,
    );
    for (const event of latestFirst) {
      const key = event.about.uid ?? '';
      const group = groups.get(key);
      if (group) group.push(event);
      else groups.set(key, [event]);
    }
    byObject.set(relatedObjects, groups);
  }
  return groups.get(uid) ?? [];
}

function eventsOf(
  snapshot: WorkloadSnapshot,
  pod: PodRecord,
  { name }: ContainerRecord,
): EventRecord[] {
  return eventsAbout(snapshot, pod.uid).filter(({ about }) =>
    about.fieldPath?.endsWith(`{${name}}`),
  );
}

/** The latest that says that a probe of the container failed. */
export function probeFailure(
  snapshot: WorkloadSnapshot,
  pod: PodRecord,
  container: ContainerRecord,
  probe: ContainerRecord['probes'][number],
): EventRecord | undefined {
  return eventsOf(snapshot, pod, container).find(
    ({ reason, message }) =>
      reason === 'Unhealthy' && message.toLowerCase().startsWith(`${probe} `),
  );
}

/** The latest that says that the container was ended because of a probe. */
export function probeKill(
  snapshot: WorkloadSnapshot,
  pod: PodRecord,
  container: ContainerRecord,
  probe: ContainerRecord['probes'][number],
): EventRecord | undefined {
  return eventsOf(snapshot, pod, container).find(
    ({ reason, message }) =>
      reason === 'Killing' && message.includes(`failed ${probe} probe`),
  );
}

/** That the kubelet waits before it starts the container once more. */
export function backOff(
  snapshot: WorkloadSnapshot,
  pod: PodRecord,
  container: ContainerRecord,
): EventRecord | undefined {
  return eventsOf(snapshot, pod, container).find(
    ({ reason, message }) =>
      reason === 'BackOff' && message.includes('restarting'),
  );
}
