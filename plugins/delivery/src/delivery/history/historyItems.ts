import type {
  Release,
  ReleasePage,
  TimelineEntry,
  TimelinePage,
} from '@fairway/backstage-plugin-delivery-common';

/** One line of a service's history. */
export type HistoryItem =
  | { type: 'release'; key: string; at: string; release: Release }
  | { type: 'event'; key: string; at: string; entry: TimelineEntry };

/** The pages that were read so far, newest first. */
export interface HistoryPages {
  releases: ReleasePage[];
  timeline: TimelinePage[];
}

/**
 * What is known without a gap, newest first: of two histories read in pages,
 * nothing older than where the one that goes on ends for now.
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
    // Releases say more of a rollout than the timeline does.
    ...fromTimeline.filter(
      item => item.type !== 'event' || item.entry.what.type !== 'rollout',
    ),
  ]
    .filter(({ at }) => end === undefined || at >= end)
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  return { items, hasMore: end !== undefined };
}
