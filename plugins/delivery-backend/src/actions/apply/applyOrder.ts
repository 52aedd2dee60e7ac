/** Kinds in the order in which they are applied: dependencies first. */
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
  'CronJob',
  'Job',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Ingress',
  'HTTPRoute',
];

/** Position of a kind when several are applied; custom kinds come before workloads. */
export function orderOf(kind: string): number {
  const position = ORDER.indexOf(kind);
  return position < 0 ? ORDER.indexOf('DaemonSet') - 0.5 : position;
}
