import type { ActivityItem } from '@fairway/backstage-plugin-delivery-common';

const HOUR_MS = 60 * 60_000;

/** Changes of the last hour, or of one day before it. */
export interface TimeGroup {
  /** `last-hour`, or the day in the time zone of the viewer as `2026-01-31` */
  key: string;
  /** ISO time of the newest change */
  at: string;
  items: ActivityItem[];
}

/**
 * Groups changes by time; pure.
 *
 * @param items - newest first
 * @param now - in milliseconds since the epoch
 */
export function groupByTime(items: ActivityItem[], now: number): TimeGroup[] {
  const groups: TimeGroup[] = [];
  for (const item of items) {
    const key =
      now - Date.parse(item.at) < HOUR_MS ? 'last-hour' : dayOf(item.at);
    const group = groups.at(-1);
    if (group?.key === key) group.items.push(item);
    else groups.push({ key, at: item.at, items: [item] });
  }
  return groups;
}

function dayOf(time: string): string {
  const date = new Date(time);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map(part => String(part).padStart(2, '0'))
    .join('-');
}
