import type {
  Pipeline,
  RunOutcome,
} from '@fairway/backstage-plugin-delivery-common';

const LATELY_MS = 14 * 24 * 60 * 60 * 1000;

/** Results that can be filtered by. */
export const outcomes: RunOutcome[] = [
  'running',
  'waiting',
  'succeeded',
  'unstable',
  'failed',
  'aborted',
];

/** Whether somebody works on it: what is released, change requests, and what happened lately. */
export function isActive(
  { isDefault, kind, queued, runs }: Pipeline,
  now: number,
): boolean {
  const last = runs.at(0);
  return (
    isDefault ||
    kind === 'change-request' ||
    queued !== undefined ||
    last?.status.state !== 'finished' ||
    now - Date.parse(last.startedAt) < LATELY_MS
  );
}
