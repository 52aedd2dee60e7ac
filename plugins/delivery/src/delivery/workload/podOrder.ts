import type { Pod, PodStatus } from '@fairway/backstage-plugin-delivery-common';

/** What a pod can be at, the worst first. */
export const worstFirst: PodStatus[] = [
  'failing',
  'failed',
  'unschedulable',
  'not-ready',
  'starting',
  'terminating',
  'ready',
  'succeeded',
];

/** Pods with those in trouble first. */
export function sortPods(pods: Pod[]): Pod[] {
  return [...pods].sort(
    (a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status),
  );
}
