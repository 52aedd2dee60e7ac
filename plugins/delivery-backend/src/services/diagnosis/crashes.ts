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

/** The kubelet forgets a crash after a container ran for so long. */
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
      const end = lastEnd(container);
      if (!end || end.reason !== 'OOMKilled') return [];
      const { name, memoryLimit, restarts, ready } = container;
      return {
        rule: memoryLimit ? 'outOfMemory' : 'outOfNodeMemory',
        severity: ready ? 'warning' : 'critical',
        certainty: 'certain',
        values: { container: name, ...(memoryLimit && { limit: memoryLimit }) },
        sums: { restarts },
        evidence: [
          ...endEvidence(pod, container),
          ...(memoryLimit ? [limitEvidence(pod, container, memoryLimit)] : []),
        ],
        since: pod.since ?? end.at,
        pod,
      };
    }),
  );

/** Containers that end by themselves again and again. */
export const crashes: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(
      ({ pod, container }): PodObservation[] => {
        const end = lastEnd(container);
        if (!end || container.type === 'init' || isStartError(end)) return [];
        // The memory rule has these, with the cause.
        if (end.reason === 'OOMKilled') return [];
        if (!isLooping(snapshot, pod, container)) {
          return justFailed(pod, container, end);
        }
        return [
          {
            ...wordsFor(container, end),
            severity: container.ready ? 'warning' : 'critical',
            certainty: 'certain',
            sums: { restarts: container.restarts },
            evidence: [
              ...endEvidence(pod, container),
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

/** Whether a container is in a crash loop, between two of its ends too. */
export function isLooping(
  snapshot: WorkloadSnapshot,
  pod: PodRecord,
  container: ContainerRecord,
): boolean {
  const { waiting, terminated, restarts, runningSince } = container;
  if (waiting?.reason === 'CrashLoopBackOff') return true;
  if (terminated) return restarts > 0;
  if (!backOff(snapshot, pod, container)) return false;
  // A probe that failed long after the last start says that it stayed up.
  const probe = probeFailure(snapshot, pod, container, 'readiness');
  return !(
    probe &&
    runningSince &&
    Date.parse(probe.lastAt) - Date.parse(runningSince) > HISTORY_EXPIRY_MS
  );
}

/** Whether an end says that the container never began. */
export function isStartError({ reason }: TerminationRecord): boolean {
  return reason === 'StartError' || reason === 'ContainerCannotRun';
}

/** How a container, or the one before it, ended. */
export function lastEnd({
  terminated,
  lastTerminated,
}: ContainerRecord): TerminationRecord | undefined {
  return terminated ?? lastTerminated;
}

/** How a container ended, and the last that it said. */
export function endEvidence(
  pod: PodRecord,
  container: ContainerRecord,
): Evidence[] {
  const end = lastEnd(container);
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

function wordsFor(
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
      evidence: endEvidence(pod, container),
      since: end.at,
      pod,
    },
  ];
}
