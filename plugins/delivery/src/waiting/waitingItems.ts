import { waitingKey } from '@fairway/backstage-plugin-delivery-common';
import type {
  Fleet,
  Waiting,
  WaitingItem,
} from '@fairway/backstage-plugin-delivery-common';

/** Items without repetitions: a rollout or run of several services is shown once. */
export function distinctItems({ items }: Waiting): WaitingItem[] {
  const found = new Map<string, WaitingItem>();
  for (const item of items) {
    const key = waitingKey(item);
    const known = found.get(key);
    if (!known || (item.mayApprove && !known.mayApprove)) found.set(key, item);
  }
  return [...found.values()];
}

/** The services of a fleet that have something that waits for the viewer. */
export function waitingForViewer(
  fleet: Fleet,
  waiting: Waiting | undefined,
): Fleet {
  const refs = new Set(
    waiting?.items
      .filter(({ mayApprove }) => mayApprove)
      .map(({ entityRef }) => entityRef),
  );
  return {
    ...fleet,
    rows: fleet.rows.filter(({ entityRef }) => refs.has(entityRef)),
  };
}
