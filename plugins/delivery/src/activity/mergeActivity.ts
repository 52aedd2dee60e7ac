import type {
  ActivityItem,
  ActivityPage,
} from '@fairway/backstage-plugin-delivery-common';

/** Changes that are loaded, newest first. */
export interface LoadedActivity {
  items: ActivityItem[];
  /** Cursor of older changes; absent if all are loaded */
  nextCursor?: string;
}

/** Adds an older page. */
export function addOlder(
  loaded: LoadedActivity,
  page: ActivityPage,
): LoadedActivity {
  const known = new Set(loaded.items.map(({ id }) => id));
  return {
    items: [...loaded.items, ...page.items.filter(({ id }) => !known.has(id))],
    nextCursor: page.nextCursor,
  };
}

/**
 * Replaces the newest changes by the newest page as it is now, and keeps older ones.
 * If there may be changes between them that are not loaded, it keeps only the page.
 */
export function replaceNewest(
  loaded: LoadedActivity | undefined,
  page: ActivityPage,
): LoadedActivity {
  const last = page.items.at(-1);
  const newestLoaded = loaded?.items.at(0);
  const isGap = !last || !newestLoaded || newestLoaded.at < last.at;
  if (!loaded || page.nextCursor === undefined || isGap) return page;
  const ids = new Set(page.items.map(({ id }) => id));
  const older = loaded.items.filter(
    ({ id, at }) => at < last.at || (at === last.at && !ids.has(id)),
  );
  return {
    items: [...page.items, ...older],
    nextCursor: older.length ? loaded.nextCursor : page.nextCursor,
  };
}
