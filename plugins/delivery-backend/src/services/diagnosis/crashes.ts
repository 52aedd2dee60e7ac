import type { Evidence } from '@fairway/backstage-plugin-delivery-common';
import type {
  ContainerRecord,
  PodRecord,
  TerminationRecord,
  WorkloadSnapshot,
} from '../../kubernetes';
import { backOff, probeFailure } from './podEvents';
import { containerField, eventEvidence } from './evidence';
import type { Rule } from './Rule';
import { groupByRule, unhealthyContainers } from './podObservations';
import type { PodObservation } from './podObservations';

/** The kubelet resets the restart back-off after a container has run for this time. */
const HISTORY_EXPIRY_MS = 10 * 60_000;

const SIGNALS: Record<number, string> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** Containers killed for their memory. */
export const memory: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(({ pod, container }) => {
      const end = lastTermination(container);
      if (!end || end.reason !== 'OOMKilled') return [];
      const { name, memoryLimit, restarts, ready } = container;
      return {
        rule: memoryLimit ? 'outOfMemory' : 'outOfNodeMemory',
        severity: ready ? 'warning' : 'critical',
        certainty: 'certain',
        values: { container: name, ...(memoryLimit && { limit: memoryLimit }) },
        sums: { restarts },
        evidence: [
          ...terminationEvidence(pod, container),
          ...(memoryLimit ? [limitEvidence(pod, container, memoryLimit)] : []),
        ],
        since: pod.since ?? end.at,
        pod,
      };
    }),
  );

/** Containers that exit repeatedly. */
export const crashes: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(
      ({ pod, container }): PodObservation[] => {
        const end = lastTermination(container);
        if (!end || container.type === 'init' || isStartError(end)) return [];
        // The memory rule reports these.
        if (end.reason === 'OOMKilled') return [];
        if (!isCrashLooping(snapshot, pod, container)) {
          return justFailed(pod, container, end);
        }
        return [
          {
            ...crashRule(container, end),
            severity: container.ready ? 'warning' : 'critical',
            certainty: 'certain',
            sums: { restarts: container.restarts },
            evidence: [
              ...terminationEvidence(pod, container),
              ...[backOff(snapshot, pod, container)].flatMap(e =>
                e ? [eventEvidence(e)] : [],
              ),
            ],
            since: pod.since ?? end.at,
            pod,
          },
        ];
      },
    ),
  );

/** Whether a container is in a crash loop, also while it runs between two crashes. */
export function isCrashLooping(
  snapshot: WorkloadSnapshot,
  pod: PodRecord,
  container: ContainerRecord,
): boolean {
  const { waiting, terminated, restarts, runningSince } = container;
  if (waiting?.reason === 'CrashLoopBackOff') return true;
  if (terminated) return restarts > 0;
  if (!backOff(snapshot, pod, container)) return false;
  // A probe failure long after the last start means that the container kept running.
  const probe = probeFailure(snapshot, pod, container, 'readiness');
  return !(
    probe &&
    runningSince &&
    Date.parse(probe.lastAt) - Date.parse(runningSince) > HISTORY_EXPIRY_MS
  );
}

/** Whether a termination means that the container never started. */
export function isStartError({ reason }: TerminationRecord): boolean {
  return reason === 'StartError' || reason === 'ContainerCannotRun';
}

/** The latest termination of a container. */
export function lastTermination({
  terminated,
  lastTerminated,
}: ContainerRecord): TerminationRecord | undefined {
  return terminated ?? lastTerminated;
}

/** Evidence of a container's latest termination, with its termination message. */
export function terminationEvidence(
  pod: PodRecord,
  container: ContainerRecord,
): Evidence[] {
  const end = lastTermination(container);
  if (!end) return [];
  const path = container.terminated ? 'state' : 'lastState';
  const why = end.reason ? `${end.reason}, ` : '';
  return [
    containerField(pod, container, {
      field: `${path}.terminated`,
      value: `${why}exit code ${end.exitCode}`,
      time: end.at,
    }),
    ...(end.message
      ? [
          containerField(pod, container, {
            field: `${path}.terminated.message`,
            value: end.message,
            time: end.at,
          }),
        ]
      : []),
  ];
}

function limitEvidence(
  pod: PodRecord,
  { name }: ContainerRecord,
  limit: string,
): Evidence {
  const { kind, namespace } = pod;
  const field = `spec.containers[${name}].resources.limits.memory`;
  return { kind, namespace, name: pod.name, field, value: limit };
}

function crashRule(
  { name }: ContainerRecord,
  { exitCode, signal }: TerminationRecord,
): Pick<PodObservation, 'rule' | 'values'> {
  if (exitCode === 0) return { rule: 'exitsWell', values: { container: name } };
  const by = signal ?? (exitCode > 128 ? exitCode - 128 : undefined);
  const values = { container: name, exitCode };
  return by === undefined
    ? { rule: 'crashLoop', values }
    : {
        rule: 'crashLoopSignal',
        values: { ...values, signal: SIGNALS[by] ?? String(by) },
      };
}

function justFailed(
  pod: PodRecord,
  container: ContainerRecord,
  end: TerminationRecord,
): PodObservation[] {
  if (!container.terminated || container.restarts > 0) return [];
  if (end.exitCode === 0 || pod.disruption) return [];
  return [
    {
      rule: 'containerFailed',
      severity: 'critical',
      certainty: 'likely',
      values: { container: container.name, exitCode: end.exitCode },
      evidence: terminationEvidence(pod, container),
      since: end.at,
      pod,
    },
  ];
}
