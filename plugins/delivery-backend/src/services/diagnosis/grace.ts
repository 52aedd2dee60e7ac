import type { WorkloadSnapshot } from '../../kubernetes';

/**
 * Time in which a new object is not reported as broken: its controller, its metrics and
 * its volume need some time.
 */
export const GRACE_MS = {
  /** Metrics of a new pod, and the first round of the autoscaler with them */
  autoscaler: 3 * 60_000,
  /** Time for which an autoscaler may be at its maximum before it is a problem */
  autoscalerLimit: 5 * 60_000,
  /** Provisioning of a volume */
  claim: 2 * 60_000,
  /** Start of a program until it answers its readiness probe */
  readiness: 30_000,
  /** Start of the first pods behind a Service */
  service: 60_000,
};

/** Start of a grace time and its kind. */
type Start = [string | undefined | null, keyof typeof GRACE_MS];

/** Whether a time is so recent that the grace time of an object has not ended. */
export function isRecent(
  time: string | undefined | null,
  kind: keyof typeof GRACE_MS,
  now: number,
): boolean {
  if (!time) return false;
  const age = now - Date.parse(time);
  // A clock that is wrong must not hide a problem.
  return age < GRACE_MS[kind] && age > -GRACE_MS[kind];
}

/**
 * Time at which the first grace time of a workload's objects ends, in milliseconds;
 * undefined if none is running.
 */
export function nextRecheck(
  { workload, pods, relatedObjects }: WorkloadSnapshot,
  now: number,
): number | undefined {
  const { autoscalers, claims, services } = relatedObjects;
  const times: Start[] = [
    ...autoscalers.flatMap(({ createdAt, conditions }): Start[] => [
      [createdAt, 'autoscaler'],
      ...conditions.map((c): Start => [
        c.lastTransitionTime,
        c.type === 'ScalingLimited' ? 'autoscalerLimit' : 'autoscaler',
      ]),
    ]),
    ...claims.map(({ createdAt }): Start => [createdAt, 'claim']),
    ...pods
      .flatMap(({ containers = [] }) => containers)
      .map(({ runningSince }): Start => [runningSince, 'readiness']),
    ...services.flatMap(({ service }): Start[] => [
      [service.createdAt, 'service'],
      [workload.createdAt, 'service'],
    ]),
  ];
  const ends = times
    .filter(([time, kind]) => isRecent(time, kind, now))
    .map(([time, kind]) => Date.parse(time ?? '') + GRACE_MS[kind]);
  return ends.length ? Math.min(...ends) : undefined;
}
