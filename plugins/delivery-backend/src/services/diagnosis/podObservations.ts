import type {
  FindingValues,
  Observation,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ContainerRecord,
  PodRecord,
  WorkloadSnapshot,
} from '../../kubernetes';

/** Number of pods that evidence is shown for. */
const SHOWN_EVIDENCE = 6;

/** A problem of one pod. */
export interface PodObservation extends Omit<Observation, 'pods'> {
  pod: PodRecord;
  /** Numbers that are summed over the pods, such as restarts */
  sums?: Record<string, number>;
}

/** Pods that are neither terminating nor finished. */
export function activePods({ pods }: WorkloadSnapshot): PodRecord[] {
  return pods.filter(
    ({ status }) => status !== 'terminating' && status !== 'succeeded',
  );
}

/** Containers of active pods that are unhealthy or were restarted. */
export function unhealthyContainers(
  snapshot: WorkloadSnapshot,
): { pod: PodRecord; container: ContainerRecord }[] {
  return activePods(snapshot).flatMap(pod =>
    (pod.containers ?? []).map(container => ({ pod, container })),
  );
}

/** Groups equal observations of several pods into one. */
export function groupByRule(
  snapshot: WorkloadSnapshot,
  podObservations: PodObservation[],
): Observation[] {
  const groups = new Map<string, PodObservation[]>();
  for (const sighting of podObservations) {
    const key = keyOf(sighting);
    const group = groups.get(key);
    if (group) group.push(sighting);
    else groups.set(key, [sighting]);
  }
  const pods = activePods(snapshot).length;
  return [...groups.values()].map(group => merge(group, pods));
}

function keyOf({ rule, values }: PodObservation): string {
  return JSON.stringify([rule, values]);
}

function merge(group: PodObservation[], pods: number): Observation {
  const sorted = [...group].sort((a, b) => (a.pod.name < b.pod.name ? -1 : 1));
  const [{ pod, sums, ...first }] = sorted;
  const names = [...new Set(sorted.map(s => s.pod.name))];
  const totals = addUp(sorted);
  const details = first.details ?? restartDetails(totals);
  const since = sorted
    .flatMap(s => s.since ?? [])
    .sort()
    .at(0);
  return {
    ...first,
    severity: sorted.some(s => s.severity === 'critical')
      ? 'critical'
      : first.severity,
    values: {
      ...first.values,
      ...totals,
      failing: names.length,
      pods: Math.max(pods, names.length),
    },
    ...(details && { details }),
    evidence: sorted.flatMap(s => s.evidence).slice(0, SHOWN_EVIDENCE),
    ...(since !== undefined && { since }),
    pods: names,
  };
}

// A sentence that counts restarts says nothing about them before the first one.
function restartDetails({
  restarts,
}: FindingValues): Observation['details'] | undefined {
  return typeof restarts === 'number' && restarts > 0
    ? [{ phrase: 'restarts', values: { restarts } }]
    : undefined;
}

function addUp(group: PodObservation[]): FindingValues {
  const total: Record<string, number> = {};
  for (const [key, value] of group.flatMap(s => Object.entries(s.sums ?? {}))) {
    total[key] = (total[key] ?? 0) + value;
  }
  return total;
}
