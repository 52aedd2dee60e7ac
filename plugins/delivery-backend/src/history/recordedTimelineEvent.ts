import type { TimelineEvent } from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';
import type { OwnershipLabels, RecordedRelease } from './recordedRelease';

/**
 * A timeline event of a workload, once or repeated. Kubernetes numbers
 * repetitions, so observations of different parts can be merged.
 */
export interface RecordedTimelineEvent extends Pick<
  RecordedRelease,
  'cluster' | 'namespace' | 'workload'
> {
  /** Id, the same for all replicas that observe the event */
  id: string;
  /** The latest of the repeated events */
  event: TimelineEvent;
  /** ISO times of the first and the last repetition */
  firstAt: string;
  lastAt: string;
  /** Numbers of the first and the last repetition that were observed */
  firstNumber: number;
  lastNumber: number;
  /** Name of the pod, for an event of a pod */
  pod?: string;
}

/** A timeline event with the ownership labels of its workload at that time. */
export interface TimelineEventEntry {
  record: RecordedTimelineEvent;
  ownership: OwnershipLabels;
}

/** Id of a timeline event, from the values that identify it. */
export function timelineEventId(...key: (string | number)[]): string {
  return createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 32);
}

/** Merges two observations of one timeline event; pure. */
export function mergeTimelineEvents(
  a: RecordedTimelineEvent,
  b: RecordedTimelineEvent,
): RecordedTimelineEvent {
  const isLater =
    b.lastAt > a.lastAt ||
    (b.lastAt === a.lastAt && b.lastNumber > a.lastNumber);
  const [earlier, later] = isLater ? [a, b] : [b, a];
  return {
    ...later,
    firstAt: a.firstAt < b.firstAt ? a.firstAt : b.firstAt,
    firstNumber: Math.min(earlier.firstNumber, later.firstNumber),
    lastNumber: Math.max(earlier.lastNumber, later.lastNumber),
  };
}
