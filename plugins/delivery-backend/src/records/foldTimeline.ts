import type {
  Happening,
  TimelineEntry,
} from '@fairway/backstage-plugin-delivery-common';
import { AUTOSCALER } from './describeHappenings';
import type { RecordedHappening } from './recordedHappening';

/** What comes again within this time goes on; after it, it begins anew. */
const PAUSE_MS = 15 * 60 * 1000;

/** A timeline's entry before it is known under which service it shows. */
export type FoldedHappening = Omit<TimelineEntry, 'entityRef' | 'environment'>;

/**
 * What happened again and again as one, whichever pods of a workload it
 * happened to: "12 times in 3 min"; pure.
 *
 * @param happenings - newest first by `lastAt`; so is what comes back
 */
export function foldTimeline(
  happenings: RecordedHappening[],
): FoldedHappening[] {
  const folded: FoldedHappening[] = [];
  const open = new Map<string, FoldedHappening>();
  for (const happening of happenings) {
    const key = `${happening.workload.uid} ${kindOf(happening.what, happening.id)}`;
    const entry = open.get(key);
    if (entry && goesOn(happening, entry)) {
      add(happening, entry);
    } else {
      const begun = begin(happening);
      folded.push(begun);
      open.set(key, begun);
    }
  }
  return folded;
}

/** What is alike is told as one. */
function kindOf(what: Happening, id: string): string {
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

function goesOn(earlier: RecordedHappening, entry: FoldedHappening): boolean {
  const pause = Date.parse(entry.firstAt) - Date.parse(earlier.lastAt);
  return pause <= PAUSE_MS;
}

function begin(happening: RecordedHappening): FoldedHappening {
  const { id, cluster, namespace, workload, what, firstAt, lastAt } = happening;
  return {
    id,
    cluster,
    namespace,
    workload,
    what,
    count: countOf(happening),
    firstAt,
    lastAt,
    pods: happening.pod === undefined ? [] : [happening.pod],
  };
}

function add(earlier: RecordedHappening, entry: FoldedHappening): void {
  entry.count += countOf(earlier);
  if (earlier.firstAt < entry.firstAt) entry.firstAt = earlier.firstAt;
  const { pod } = earlier;
  if (pod !== undefined && !entry.pods.includes(pod)) {
    entry.pods = [...entry.pods, pod].sort();
  }
}

function countOf({ firstNumber, lastNumber }: RecordedHappening): number {
  return lastNumber - firstNumber + 1;
}
