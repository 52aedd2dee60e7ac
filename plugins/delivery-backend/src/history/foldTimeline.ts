import type {
  TimelineEvent,
  TimelineEntry,
} from '@fairway/backstage-plugin-delivery-common';
import { AUTOSCALER } from './toTimelineEvents';
import type { RecordedTimelineEvent } from './recordedTimelineEvent';

/** What comes again within this time goes on; after it, it begins anew. */
const PAUSE_MS = 15 * 60 * 1000;

/** A timeline's entry before it is known under which service it shows. */
export type FoldedTimelineEvent = Omit<
  TimelineEntry,
  'entityRef' | 'environment'
>;

/**
 * What happened again and again as one, whichever pods of a workload it
 * happened to: "12 times in 3 min"; pure.
 *
 * @param events - newest first by `lastAt`; so is what comes back
 */
export function foldTimeline(
  events: RecordedTimelineEvent[],
): FoldedTimelineEvent[] {
  const folded: FoldedTimelineEvent[] = [];
  const open = new Map<string, FoldedTimelineEvent>();
  for (const event of events) {
    const key = `${event.workload.uid} ${kindOf(event.what, event.id)}`;
    const entry = open.get(key);
    if (entry && goesOn(event, entry)) {
      add(event, entry);
    } else {
      const begun = begin(event);
      folded.push(begun);
      open.set(key, begun);
    }
  }
  return folded;
}

/** What is alike is told as one. */
function kindOf(what: TimelineEvent, id: string): string {
  switch (what.type) {
    case 'rollout':
      return id;
    case 'scaled':
      // What people do is told one by one; an autoscaler goes up and down.
      return what.by?.startsWith(AUTOSCALER) ? what.by : id;
    case 'restarted':
      return [what.type, what.container, what.reason, what.exitCode].join(' ');
    case 'probe-failed':
      return [what.type, what.probe].join(' ');
    case 'evicted':
      return [what.type, what.reason].join(' ');
    default:
      return what satisfies never;
  }
}

function goesOn(
  earlier: RecordedTimelineEvent,
  entry: FoldedTimelineEvent,
): boolean {
  const pause = Date.parse(entry.firstAt) - Date.parse(earlier.lastAt);
  return pause <= PAUSE_MS;
}

function begin(event: RecordedTimelineEvent): FoldedTimelineEvent {
  const { id, cluster, namespace, workload, what, firstAt, lastAt } = event;
  return {
    id,
    cluster,
    namespace,
    workload,
    what,
    count: countOf(event),
    firstAt,
    lastAt,
    pods: event.pod === undefined ? [] : [event.pod],
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
