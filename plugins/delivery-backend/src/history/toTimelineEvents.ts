import type { TimelineEvent } from '@fairway/backstage-plugin-delivery-common';
import type {
  ContainerRecord,
  EventRecord,
  PodRecord,
  WorkloadRecord,
  WorkloadSnapshot,
} from '../kubernetes';
import { timelineEventId } from './recordedTimelineEvent';
import type { RecordedTimelineEvent } from './recordedTimelineEvent';
import type { RecordedRelease } from './recordedRelease';
import { outcomePrecedence } from './mergeReleases';
import { latest } from './releaseOutcome';

/** Kind of an autoscaler, which the timeline shows before its name. */
export const AUTOSCALER = 'HorizontalPodAutoscaler';

/** Events of a workload's pods that the cluster still has; pure. */
export function toTimelineEvents(
  { workload, pods, relatedObjects }: WorkloadSnapshot,
  cluster: string,
): RecordedTimelineEvent[] {
  const target = targetOf(cluster, workload);
  return [
    ...pods.flatMap(pod => [
      ...(pod.containers ?? []).flatMap(container =>
        restart(target, pod, container),
      ),
      ...eviction(target, pod),
    ]),
    ...relatedObjects.events
      .filter(({ reason }) => reason === 'Unhealthy')
      .map(event => probeFailure(target, event)),
  ];
}

/** The event that a workload was scaled; pure. */
export function describeScaling(
  cluster: string,
  {
    workload,
    relatedObjects,
  }: Pick<WorkloadSnapshot, 'workload' | 'relatedObjects'>,
  from: number,
  now: string,
): RecordedTimelineEvent {
  const { desired, replicasSetBy } = workload;
  const at = latest([replicasSetBy?.at ?? now]);
  // managedFields records all writers except autoscalers.
  const [autoscaler] = relatedObjects.autoscalers;
  const by =
    replicasSetBy?.manager ??
    (autoscaler && `${AUTOSCALER} ${autoscaler.name}`);
  return {
    ...targetOf(cluster, workload),
    id: timelineEventId(cluster, workload.uid, 'scaled', at, desired),
    event: { type: 'scaled', from, to: desired, by },
    ...once(at),
  };
}

/** The event of a release in the timeline; pure. */
export function describeRollout(
  release: RecordedRelease,
): RecordedTimelineEvent {
  const { id, cluster, namespace, workload, outcome, to, version } = release;
  // Merging keeps the event with the higher number.
  const number = outcomePrecedence(outcome.state);
  return {
    id,
    cluster,
    namespace,
    workload,
    event: {
      type: 'rollout',
      releaseId: id,
      number: to.number,
      version,
      state: outcome.state,
    },
    ...once(release.startedAt),
    firstNumber: number,
    lastNumber: number,
  };
}

type TimelineTarget = Pick<
  RecordedTimelineEvent,
  'cluster' | 'namespace' | 'workload'
>;

function targetOf(cluster: string, workload: WorkloadRecord): TimelineTarget {
  const { namespace, kind, name, uid } = workload;
  return { cluster, namespace, workload: { kind, name, uid } };
}

function once(at: string) {
  return { firstAt: at, lastAt: at, firstNumber: 1, lastNumber: 1 };
}

// Restarts within one hour are one event, so that a crash loop does not fill the table.
function restart(
  target: TimelineTarget,
  pod: PodRecord,
  { name, restarts, lastTerminated }: ContainerRecord,
): RecordedTimelineEvent[] {
  if (!restarts || !lastTerminated?.at) return [];
  const at = latest([lastTerminated.at]);
  return [
    {
      ...target,
      id: timelineEventId(target.cluster, pod.uid, name, at.slice(0, 13)),
      event: {
        type: 'restarted',
        container: name,
        exitCode: lastTerminated.exitCode,
        reason: lastTerminated.reason,
      },
      ...once(at),
      firstNumber: restarts,
      lastNumber: restarts,
      pod: pod.name,
    },
  ];
}

function eviction(
  target: TimelineTarget,
  pod: PodRecord,
): RecordedTimelineEvent[] {
  if (!pod.disruption) return [];
  const { reason, message, time } = pod.disruption;
  return [
    {
      ...target,
      id: timelineEventId(target.cluster, pod.uid, 'evicted'),
      event: { type: 'evicted', reason, message },
      ...once(latest([time ?? pod.since ?? pod.createdAt])),
      pod: pod.name,
    },
  ];
}

function probeFailure(
  target: TimelineTarget,
  record: EventRecord,
): RecordedTimelineEvent {
  return {
    ...target,
    id: timelineEventId(target.cluster, record.uid),
    event: {
      type: 'probe-failed',
      probe: probeOf(record.message),
      message: record.message,
    },
    firstAt: latest([record.firstAt]),
    lastAt: latest([record.lastAt]),
    firstNumber: 1,
    lastNumber: record.count,
    pod: record.about.name,
  };
}

/** @see https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/prober/prober.go */
function probeOf(
  message: string,
): Extract<TimelineEvent, { type: 'probe-failed' }>['probe'] {
  if (message.startsWith('Liveness')) return 'liveness';
  if (message.startsWith('Readiness')) return 'readiness';
  return message.startsWith('Startup') ? 'startup' : 'unknown';
}
