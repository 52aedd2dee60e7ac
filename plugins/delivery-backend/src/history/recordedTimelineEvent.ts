import type { TimelineEvent } from '@fairway/backstage-plugin-delivery-common';
import { createHash } from 'node:crypto';
import type { OwnershipLabels, RecordedRelease } from './recordedRelease';

/**
 * What happened to a workload, once or again and again. Kubernetes numbers what
 * it repeats, so that two who saw different parts of it can be added up.
 */
export interface RecordedTimelineEvent extends Pick<
  RecordedRelease,
  'cluster' | 'namespace' | 'workload'
> {
  /** The same whoever saw it */
  id: string;
  /** As it was the last time */
  what: TimelineEvent;
  /** ISO times */
  firstAt: string;
  lastAt: string;
  /** Numbers of the first and the last that were seen */
  firstNumber: number;
  lastNumber: number;
  /** Name of the pod that it happened to */
  pod?: string;
}

/** What happened, with the claims of the workload at the time. */
export interface TimelineEventEntry {
  event: RecordedTimelineEvent;
  claims: OwnershipLabels;
}

/** A event's id, from what tells it from all others. */
export function timelineEventId(...key: (string | number)[]): string {
  return createHash('sha256').update(key.join('\n')).digest('hex').slice(0, 32);
}

/** What two who saw the same event know together; pure. */
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
