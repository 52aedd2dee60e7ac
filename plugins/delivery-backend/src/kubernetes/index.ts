export type {
  ClusterAccess,
  ClusterAnswer,
  ClusterWriter,
} from './access/ClusterAccess';
export { mapUnreachable } from './access/ClusterUnreachableError';
export { answerError, statusMessage } from './cache/ClusterAnswerError';
export { ClusterCache } from './cache/ClusterCache';
export { ClusterCaches } from './cache/ClusterCaches';
export type { ClusterChange, ClusterObserver } from './cache/ClusterCaches';
export { readText } from './cache/readText';
export type { ReflectorTarget } from './cache/ReflectorTarget';
export { UsagePoller } from './cache/UsagePoller';
export type { NamespaceRef, NamespaceUsage } from './cache/UsagePoller';
export { createKubernetes } from './createKubernetes';
export type { Kubernetes } from './createKubernetes';
export { hasAllLabels, matchesSelector } from './kinds/labels';
export { daemonSetKind } from './kinds/daemonSet';
export { deploymentKind } from './kinds/deployment';
export { statefulSetKind } from './kinds/statefulSet';
export { relatedKinds, workloadKinds } from './kinds/watchedKinds';
export type {
  JobHistory,
  RelatedObjects,
  UnavailableKind,
  WorkloadSnapshot,
  WorkloadTree,
} from './model';
export type {
  CronJobRecord,
  JobRecord,
  SeriesRecord,
} from './projection/jobRecords';
export {
  projectDaemonSet,
  projectDeployment,
  projectStatefulSet,
} from './projection/workloads';
export { parseQuantity } from './projection/quantity';
export { maskCredentials } from './projection/quotedText';
export {
  isDeployment,
  isEngineWorkload,
  isStatefulSet,
} from './projection/records';
export type {
  ConditionRecord,
  ContainerRecord,
  DaemonSetRecord,
  DeliveryRecord,
  DeploymentRecord,
  EngineWorkloadRecord,
  NativeWorkloadRecord,
  ObjectRecord,
  PodRecord,
  RevisionRecord,
  StatefulSetRecord,
  TemplateRecord,
  TerminationRecord,
  WorkloadRecord,
} from './projection/records';
export type {
  AutoscalerRecord,
  DisruptionBudgetRecord,
  EventRecord,
  NodeRecord,
  PvcRecord,
  RelatedRecord,
  RouteRecord,
  ServiceRecord,
} from './projection/relatedRecords';
