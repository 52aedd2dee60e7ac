import type { Knex } from 'knex';
import type { HistoryCursor } from './historyCursor';

/** Sources of changes, in the order of changes with the same time. */
export const ACTIVITY_SOURCES = ['release', 'event', 'action'] as const;

/** Source of a change; see {@link ACTIVITY_SOURCES}. */
export type ActivitySource = (typeof ACTIVITY_SOURCES)[number];

/**
 * Condition on the rows of one source that follow a cursor in the list of all sources:
 * by time, newest first, then by source, then by id. Ids of different sources are not
 * compared, because databases and JavaScript order texts differently.
 *
 * @param cursor - time, index of the source and id of the last change of a page
 */
export function followsCursor(
  cursor: HistoryCursor | undefined,
  source: ActivitySource,
  timeColumn: string,
): Knex.QueryCallback {
  if (!cursor) return () => {};
  const [time, ofSource, id] = cursor;
  const index = ACTIVITY_SOURCES.indexOf(source);
  return builder => {
    builder.where(timeColumn, '<', time);
    if (index > ofSource) builder.orWhere(timeColumn, time);
    if (index === ofSource) {
      builder.orWhere(same =>
        same.where(timeColumn, time).where('id', '<', id),
      );
    }
  };
}
