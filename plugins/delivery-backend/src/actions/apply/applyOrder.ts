/** What others need comes first; what needs no other comes last. */
const ORDER = [
  'ServiceAccount',
  'NetworkPolicy',
  'ConfigMap',
  'Secret',
  'PersistentVolumeClaim',
  'Service',
  'DaemonSet',
  'StatefulSet',
  'Deployment',
  'Rollout',
  'CronJob',
  'Job',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Ingress',
  'HTTPRoute',
];

/** The place of a kind when several are applied; kinds that nobody knows come between. */
export function orderOf(kind: string): number {
  const place = ORDER.indexOf(kind);
  return place < 0 ? ORDER.indexOf('DaemonSet') - 0.5 : place;
}
