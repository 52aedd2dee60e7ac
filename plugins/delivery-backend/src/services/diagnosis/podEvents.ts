import type {
  ContainerRecord,
  EventRecord,
  PodRecord,
  RelatedObjects,
  WorkloadSnapshot,
} from '../../kubernetes';

// Cached, because rules read the events of each pod many times.
const byObject = new WeakMap<RelatedObjects, Map<string, EventRecord[]>>();

/** Events about one object, the latest first. */
export function eventsAbout(
  { relatedObjects }: Pick<WorkloadSnapshot, 'relatedObjects'>,
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

/** Events about one container of a pod, the latest first. */
export function eventsOf(
  snapshot: WorkloadSnapshot,
  pod: PodRecord,
  { name }: ContainerRecord,
): EventRecord[] {
  return eventsAbout(snapshot, pod.uid).filter(({ about }) =>
    about.fieldPath?.endsWith(`{${name}}`),
  );
}

/** The latest event about a failed probe of a container. */
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

/** The latest event about a container that was killed because of a probe. */
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

/** The latest back-off event of a container. */
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
