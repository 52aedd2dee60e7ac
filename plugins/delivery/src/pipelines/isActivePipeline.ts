import type { Pipeline } from '@fairway/backstage-plugin-delivery-common';

/** Age of the last run up to which a branch is active */
const ACTIVE_MS = 14 * 24 * 60 * 60 * 1000;

/** Whether a pipeline is listed by default: the default branch, change requests, and recent or unfinished runs. */
export function isActivePipeline(
  { isDefault, kind, queued, runs }: Pipeline,
  now: number,
): boolean {
  const last = runs.at(0);
  return (
    isDefault ||
    kind === 'change-request' ||
    queued !== undefined ||
    last?.status.state !== 'finished' ||
    now - Date.parse(last.startedAt) < ACTIVE_MS
  );
}
