import type { Pod, PodStatus } from '@fairway/backstage-plugin-delivery-common';

/** Pod statuses, the most severe first. */
export const podStatusesBySeverity: PodStatus[] = [
  'failing',
  'failed',
  'unschedulable',
  'not-ready',
  'waiting',
  'starting',
  'terminating',
  'ready',
  'succeeded',
];

/** Sorts pods by status, the most severe first. */
export function sortPods(pods: Pod[]): Pod[] {
  return [...pods].sort(
    (a, b) =>
      podStatusesBySeverity.indexOf(a.status) -
      podStatusesBySeverity.indexOf(b.status),
  );
}
