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

/** How the timeline names an autoscaler: its kind, before its name. */
export const AUTOSCALER = 'HorizontalPodAutoscaler';

/** What a cluster still tells of what happened to a workload's pods; pure. */
export function toTimelineEvents(
  { workload, pods, relatedObjects }: WorkloadSnapshot,
  cluster: string,
): RecordedTimelineEvent[] {
  const place = placeOf(cluster, workload);
  return [
    ...pods.flatMap(pod => [
      ...(pod.containers ?? []).flatMap(container =>
        restart(place, pod, container),
      ),
      ...eviction(place, pod),
    ]),
    ...relatedObjects.events
      .filter(({ reason }) => reason === 'Unhealthy')
      .map(event => probeFailure(place, event)),
  ];
}

/** That a workload was asked for another number of pods; pure. */
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
  // The API server keeps no trace of an autoscaler's writes, of others' it does.
  const [autoscaler] = relatedObjects.autoscalers;
  const by =
    replicasSetBy?.manager ??
    (autoscaler && `${AUTOSCALER} ${autoscaler.name}`);
  return {
    ...placeOf(cluster, workload),
    id: timelineEventId(cluster, workload.uid, 'scaled', at, desired),
    what: { type: 'scaled', from, to: desired, by },
    ...once(at),
  };
}

/** A release as something that happened; pure. */
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
    what: {
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

function placeOf(cluster: string, workload: WorkloadRecord): TimelineTarget {
  const { namespace, kind, name, uid } = workload;
  return { cluster, namespace, workload: { kind, name, uid } };
}

function once(at: string) {
  return { firstAt: at, lastAt: at, firstNumber: 1, lastNumber: 1 };
}

// Those of one hour are one event, so that a crash loop fills no table.
function restart(
  place: TimelineTarget,
  pod: PodRecord,
  { name, restarts, lastTerminated }: ContainerRecord,
): RecordedTimelineEvent[] {
  if (!restarts || !lastTerminated?.at) return [];
  const at = latest([lastTerminated.at]);
  return [
    {
      ...place,
      id: timelineEventId(place.cluster, pod.uid, name, at.slice(0, 13)),
      what: {
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
  place: TimelineTarget,
  pod: PodRecord,
): RecordedTimelineEvent[] {
  if (!pod.disruption) return [];
  const { reason, message, time } = pod.disruption;
  return [
    {
      ...place,
      id: timelineEventId(place.cluster, pod.uid, 'evicted'),
      what: { type: 'evicted', reason, message },
      ...once(latest([time ?? pod.since ?? pod.createdAt])),
      pod: pod.name,
    },
  ];
}

function probeFailure(
  place: TimelineTarget,
  event: EventRecord,
): RecordedTimelineEvent {
  return {
    ...place,
    id: timelineEventId(place.cluster, event.uid),
    what: {
      type: 'probe-failed',
      probe: probeOf(event.message),
      message: event.message,
    },
    firstAt: latest([event.firstAt]),
    lastAt: latest([event.lastAt]),
    firstNumber: 1,
    lastNumber: event.count,
    pod: event.about.name,
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
