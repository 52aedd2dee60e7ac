import type {
  Evidence,
  FindingValues,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  ContainerRecord,
  PodRecord,
  TerminationRecord,
  WorkloadSnapshot,
} from '../../kubernetes';
import { backOff, probeFailure } from './podEvents';
import { containerField, eventEvidence, fieldOf } from './evidence';
import { UNKNOWN_END, signalOf } from './exitCodes';
import type { Rule } from './Rule';
import { groupByRule, unhealthyContainers } from './podObservations';
import type { PodObservation } from './podObservations';

/** The kubelet resets the restart back-off after a container has run for this time. */
const HISTORY_EXPIRY_MS = 10 * 60_000;

/** Containers killed for their memory. */
export const memory: Rule = snapshot =>
  groupByRule(
    snapshot,
    unhealthyContainers(snapshot).flatMap(
      ({ pod, container }): PodObservation[] => {
        const end = lastTermination(container);
        if (!end || end.reason !== 'OOMKilled') return [];
        const { name, restarts } = container;
        return [
          {
            ...memoryRule(pod, container),
            severity: severityOf(container, end, snapshot.now),
            sums: { restarts },
            values: { container: name, ...limitValues(pod, container) },
            evidence: [
              ...terminationEvidence(pod, container),
              ...limitEvidence(pod, container),
            ],
            since: pod.since ?? end.at,
            pod,
          },
        ];
      },
    ),
  );

/** Time after which the end of a container that is ready again is history. */
const HISTORY_MS = 60 * 60_000;

function severityOf(
  { ready }: ContainerRecord,
  { at }: TerminationRecord,
  now: number,
): PodObservation['severity'] {
  if (!ready) return 'critical';
  const isOver = at !== undefined && now - Date.parse(at) > HISTORY_MS;
  return isOver ? 'info' : 'warning';
}

/**
 * Rule for the limit that a container exceeded. With a limit of the pod, other
 * containers may have used the memory. Without any limit, the node ran out of memory, or
 * a limit applied that only the node knows.
 */
function memoryRule(
  pod: PodRecord,
  { memoryLimit }: ContainerRecord,
): Pick<PodObservation, 'rule' | 'certainty'> {
  if (memoryLimit) {
    const certainty = pod.memoryLimit ? 'likely' : 'certain';
    return { rule: 'outOfMemory', certainty };
  }
  return pod.memoryLimit
    ? { rule: 'outOfPodMemory', certainty: 'certain' }
    : { rule: 'outOfNodeMemory', certainty: 'likely' };
}

function limitValues(
  pod: PodRecord,
  { memoryLimit }: ContainerRecord,
): FindingValues {
  const limit = memoryLimit ?? pod.memoryLimit;
  return limit === undefined ? {} : { limit };
}

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
  { name, type, memoryLimit }: ContainerRecord,
): Evidence[] {
  const list = type === 'main' ? 'containers' : 'initContainers';
  const fields: [string, string | undefined][] = [
    [`spec.${list}[${name}].resources.limits.memory`, memoryLimit],
    ['spec.resources.limits.memory', pod.memoryLimit],
  ];
  return fields.flatMap(([field, value]) =>
    value === undefined ? [] : fieldOf(pod, { field, value }),
  );
}

/** Probes after whose failure Kubernetes kills a container. */
const KILLING_PROBES = ['startup', 'liveness'] as const;

function crashRule(
  container: ContainerRecord,
  end: TerminationRecord,
): Pick<PodObservation, 'rule' | 'values' | 'certainty'> {
  const { exitCode, reason } = end;
  const { name, probes, restarts } = container;
  if (exitCode === 0) {
    const values = { container: name };
    return { rule: 'exitsWell', values, certainty: 'certain' };
  }
  if (reason === UNKNOWN_END) {
    const values = { container: name };
    return { rule: 'crashLoopUnknown', values, certainty: 'likely' };
  }
  const values = { container: name, exitCode };
  const signal = signalOf(end);
  const isKill = signal?.name === 'SIGKILL' || signal?.name === 'SIGTERM';
  const probe = KILLING_PROBES.find(each => probes.includes(each));
  // Events about the probe are deleted after an hour; the kill by the kubelet remains.
  if (isKill && probe) {
    return {
      rule: 'probeKills',
      values: { ...values, probe },
      certainty: 'likely',
    };
  }
  if (signal) {
    return {
      rule: 'crashLoopSignal',
      values: { ...values, signal: signal.name },
      certainty: signal.isFromExitCode ? 'likely' : 'certain',
    };
  }
  if (exitCode === 126 || exitCode === 127) {
    const rule = exitCode === 127 ? 'commandNotFound' : 'commandNotExecutable';
    return { rule, values, certainty: 'likely' };
  }
  // Before the first restart, it has crashed only once.
  const rule = restarts > 0 ? 'crashLoop' : 'crashed';
  return { rule, values, certainty: 'certain' };
}

function justFailed(
  pod: PodRecord,
  container: ContainerRecord,
  end: TerminationRecord,
): PodObservation[] {
  if (!container.terminated || container.restarts > 0) return [];
  if (end.exitCode === 0 || end.reason === UNKNOWN_END) return [];
  if (pod.disruption) return [];
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
