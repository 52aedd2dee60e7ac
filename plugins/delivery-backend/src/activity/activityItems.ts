import type {
  ActionRecord,
  ActivityItem,
  Release,
} from '@fairway/backstage-plugin-delivery-common';
import { foldTimeline } from '../history';
import type { OwnedTimelineEvent } from '../history';
import { activityAction } from './activityAction';

/** A change of one source, before what belongs to it is read. */
export type SourceRow =
  | { source: 'release'; at: string; id: string; value: Release }
  | { source: 'event'; at: string; id: string; value: OwnedTimelineEvent }
  | { source: 'action'; at: string; id: string; value: ActionRecord };

/**
 * Changes as the API returns them; pure. Equal events of a workload become one item,
 * in the place of the newest of them.
 *
 * @param rows - newest first
 */
export function activityItems(
  rows: SourceRow[],
  related: {
    /** Releases of the rows, with the person behind each */
    releases: Release[];
    /** Display names of runs, by id */
    runNames: ReadonlyMap<string, string>;
    titleOf: (entityRef: string) => string;
  },
): ActivityItem[] {
  const { runNames, titleOf } = related;
  const releases = new Map(related.releases.map(each => [each.id, each]));
  const entries = new Map(
    foldTimeline(
      rows.flatMap(row => (row.source === 'event' ? row.value.record : [])),
    ).map(entry => [entry.id, entry]),
  );
  return rows.flatMap((row): ActivityItem[] => {
    const head = (entityRef: string) => ({
      id: row.id,
      at: row.at,
      entityRef,
      title: titleOf(entityRef),
    });
    switch (row.source) {
      case 'release': {
        const release = releases.get(row.id) ?? row.value;
        return [{ type: 'release', ...head(release.entityRef), release }];
      }
      case 'event': {
        const { owner } = row.value;
        const entry = entries.get(row.id);
        // Events that are merged into a newer one have no entry.
        return entry
          ? [
              {
                type: 'event',
                ...head(owner.entityRef),
                entry: { ...entry, ...owner },
              },
            ]
          : [];
      }
      default: {
        const { target } = row.value;
        return target.type === 'service'
          ? [
              {
                type: 'action',
                ...head(target.entityRef),
                action: activityAction(row.value, runNames),
              },
            ]
          : [];
      }
    }
  });
}
