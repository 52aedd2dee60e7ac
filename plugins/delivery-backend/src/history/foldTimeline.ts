import type {
  TimelineEvent,
  TimelineEntry,
} from '@fairway/backstage-plugin-delivery-common';
import { AUTOSCALER } from './toTimelineEvents';
import type { RecordedTimelineEvent } from './recordedTimelineEvent';

/** Longest pause between two events of one timeline entry. */
const MAX_PAUSE_MS = 15 * 60 * 1000;

/** A timeline entry before its service and environment are resolved. */
export type FoldedTimelineEvent = Omit<
  TimelineEntry,
  'entityRef' | 'environment'
>;

/**
 * Folds repeated events of a workload into one entry, whichever of its pods they
 * concern: "12 times in 3 min"; pure.
 *
 * @param events - newest first by `lastAt`
 * @returns entries, newest first by `lastAt`
 */
export function foldTimeline(
  events: RecordedTimelineEvent[],
): FoldedTimelineEvent[] {
  const folded: FoldedTimelineEvent[] = [];
  const open = new Map<string, FoldedTimelineEvent>();
  for (const record of events) {
    const key = `${record.workload.uid} ${repetitionKey(record.event, record.id)}`;
    const entry = open.get(key);
    if (entry && continues(record, entry)) {
      add(record, entry);
    } else {
      const started = entryOf(record);
      folded.push(started);
      open.set(key, started);
    }
  }
  return folded;
}

/** Key that is equal for events that repeat each other. */
function repetitionKey(event: TimelineEvent, id: string): string {
  switch (event.type) {
    case 'rollout':
      return id;
    case 'scaled':
      // Each change by a person is one entry; an autoscaler scales up and down often.
      return event.by?.startsWith(AUTOSCALER) ? event.by : id;
    case 'restarted':
      return [event.type, event.container, event.reason, event.exitCode].join(
        ' ',
      );
    case 'probe-failed':
      return [event.type, event.probe].join(' ');
    case 'evicted':
      return [event.type, event.reason].join(' ');
    default:
      return event satisfies never;
  }
}

function continues(
  earlier: RecordedTimelineEvent,
  entry: FoldedTimelineEvent,
): boolean {
  const pause = Date.parse(entry.firstAt) - Date.parse(earlier.lastAt);
  return pause <= MAX_PAUSE_MS;
}

function entryOf(record: RecordedTimelineEvent): FoldedTimelineEvent {
  const { id, cluster, namespace, workload, event, firstAt, lastAt } = record;
  return {
    id,
    cluster,
    namespace,
    workload,
    event,
    count: countOf(record),
    firstAt,
    lastAt,
    pods: record.pod === undefined ? [] : [record.pod],
  };
}

function add(earlier: RecordedTimelineEvent, entry: FoldedTimelineEvent): void {
  entry.count += countOf(earlier);
  if (earlier.firstAt < entry.firstAt) entry.firstAt = earlier.firstAt;
  const { pod } = earlier;
  if (pod !== undefined && !entry.pods.includes(pod)) {
    entry.pods = [...entry.pods, pod].sort();
  }
}

function countOf({ firstNumber, lastNumber }: RecordedTimelineEvent): number {
  return lastNumber - firstNumber + 1;
}
