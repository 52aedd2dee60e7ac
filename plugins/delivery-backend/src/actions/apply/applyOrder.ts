/** Kinds in the order in which they are applied: dependencies first. */
const ORDER = [
  // First: when a Secret belongs to another service, nothing may refer to it.
  'Secret',
  'ServiceAccount',
  'NetworkPolicy',
  'ConfigMap',
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
