import type { SeriesRecord } from '../projection/jobRecords';
import type { DeliveryRecord } from '../projection/records';
import type { RelatedRecord } from '../projection/relatedRecords';
import { controllerRevisionKind } from './controllerRevision';
import { cronJobKind } from './cronJob';
import { daemonSetKind } from './daemonSet';
import { deploymentKind } from './deployment';
import { endpointSliceKind } from './endpointSlice';
import { eventKind } from './event';
import { horizontalPodAutoscalerKind } from './horizontalPodAutoscaler';
import { httpRouteKind } from './httpRoute';
import { ingressKind } from './ingress';
import { jobKind } from './job';
import { nodeKind } from './node';
import { persistentVolumeClaimKind } from './persistentVolumeClaim';
import { podKind } from './pod';
import { podDisruptionBudgetKind } from './podDisruptionBudget';
import { replicaSetKind } from './replicaSet';
import { resourceQuotaKind } from './resourceQuota';
import { serviceKind } from './service';
import { statefulSetKind } from './statefulSet';
import type { WatchedKind } from './WatchedKind';

/** Workloads and what they own. Without one of these kinds, their state is unknown. */
export const workloadKinds: WatchedKind<DeliveryRecord>[] = [
  deploymentKind,
  statefulSetKind,
  daemonSetKind,
  replicaSetKind,
  controllerRevisionKind,
  podKind,
];

/** Kinds that explain the state of workloads. Without one, only these explanations are missing. */
export const relatedKinds: WatchedKind<RelatedRecord>[] = [
  eventKind,
  serviceKind,
  endpointSliceKind,
  persistentVolumeClaimKind,
  horizontalPodAutoscalerKind,
  podDisruptionBudgetKind,
  resourceQuotaKind,
  nodeKind,
  ingressKind,
  httpRouteKind,
];

/** Jobs and what creates them. Without one of these kinds, only its jobs are missing. */
export const jobKinds: WatchedKind<SeriesRecord>[] = [cronJobKind, jobKind];
