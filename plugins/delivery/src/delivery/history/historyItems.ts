import type {
  Release,
  ReleasePage,
  TimelineEntry,
  TimelinePage,
} from '@fairway/backstage-plugin-delivery-common';

/** One release or event in the history of a service. */
export type HistoryItem =
  | { type: 'release'; key: string; at: string; release: Release }
  | { type: 'event'; key: string; at: string; entry: TimelineEntry };

/** Loaded pages, newest first. */
export interface HistoryPages {
  releases: ReleasePage[];
  timeline: TimelinePage[];
}

/**
 * Merges releases and events, newest first. Leaves out items that are older than
 * the loaded part of a list that has more pages, so that the result has no gap.
 */
export function historyItems({ releases, timeline }: HistoryPages): {
  items: HistoryItem[];
  hasMore: boolean;
} {
  const fromReleases = releases.flatMap(page =>
    page.releases.map((release): HistoryItem => ({
      type: 'release',
      key: release.id,
      at: release.startedAt,
      release,
    })),
  );
  const fromTimeline = timeline
    .flatMap(page => page.entries)
    .map((entry): HistoryItem => ({
      type: 'event',
      key: entry.id,
      at: entry.lastAt,
      entry,
    }));
  const ends = [
    ...(releases.at(-1)?.nextCursor ? [fromReleases.at(-1)?.at ?? ''] : []),
    ...(timeline.at(-1)?.nextCursor ? [fromTimeline.at(-1)?.at ?? ''] : []),
  ];
  const end = ends.sort().at(-1);
  const items = [
    ...fromReleases,
    // A release has more details of a rollout than its timeline event.
    ...fromTimeline.filter(
      item => item.type !== 'event' || item.entry.event.type !== 'rollout',
    ),
  ]
    .filter(({ at }) => end === undefined || at >= end)
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  return { items, hasMore: end !== undefined };
}
