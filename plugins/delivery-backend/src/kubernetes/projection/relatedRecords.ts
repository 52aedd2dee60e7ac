import type { Autoscaler } from '@fairway/backstage-plugin-delivery-common';
import type { ConditionRecord } from './records';

interface RelatedBase {
  uid: string;
  name: string;
  namespace: string;
}

/** An event about an object, which may have happened several times. */
export interface EventRecord extends RelatedBase {
  kind: 'Event';
  /** Object of the event; `fieldPath` is `spec.containers{name}` for a container */
  about: { kind: string; name: string; uid?: string; fieldPath?: string };
  type: string;
  reason: string;
  /** Beginning of the message, without credentials */
  message: string;
  count: number;
  /** ISO times */
  firstAt: string;
  lastAt: string;
  /** Component that reported it: `kubelet`, `default-scheduler`... */
  source?: string;
}

export interface ServiceRecord extends RelatedBase {
  kind: 'Service';
  /** Selector of its pods; undefined where its endpoints are managed otherwise */
  selector?: Record<string, string>;
  createdAt: string;
}

/**
 * Endpoints of a Service, which may have several slices: one for each family of IP
 * addresses, and for many endpoints.
 */
export interface EndpointSliceRecord extends RelatedBase {
  kind: 'EndpointSlice';
  service: string;
  /** Type of its addresses: `IPv4`, `IPv6`, `FQDN` */
  addressType: string;
  /** UIDs of the pods that are ready; addresses of endpoints that are not pods */
  ready: string[];
  /** The same of those that are not ready */
  notReady: string[];
  /** The same of those that are terminating and still serve, if no other does */
  draining: string[];
}

export interface PvcRecord extends RelatedBase {
  kind: 'PersistentVolumeClaim';
  phase: string;
  /** Condition of a change of its size or attributes that failed, or that waits for a pod */
  change?: ConditionRecord;
  storageClass?: string;
  requested?: string;
  createdAt: string;
}

export interface AutoscalerRecord extends RelatedBase {
  kind: 'HorizontalPodAutoscaler';
  /** ISO time of its creation */
  createdAt: string;
  target: { kind: string; name: string };
  min: number;
  max: number;
  current: number;
  desired: number;
  /** ISO time at which it last changed the number of pods */
  scaledAt?: string;
  metrics: Autoscaler['metrics'];
  conditions: ConditionRecord[];
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors */
export interface LabelSelectorRecord {
  matchLabels: Record<string, string>;
  matchExpressions: { key: string; operator: string; values: string[] }[];
}

export interface DisruptionBudgetRecord extends RelatedBase {
  kind: 'PodDisruptionBudget';
  /** Undefined for a budget that selects no pods */
  selector?: LabelSelectorRecord;
  /** Rule as it is written in the object: `minAvailable: 2` */
  rule: string;
  /** Why the controller cannot compute it; undefined if it can */
  failure?: ConditionRecord;
  allowed: number;
  healthy: number;
  desiredHealthy: number;
  expected: number;
}

export interface QuotaRecord extends RelatedBase {
  kind: 'ResourceQuota';
  hard: Record<string, string>;
  used: Record<string, string>;
}

export interface NodeRecord extends RelatedBase {
  kind: 'Node';
  /** Status of the condition Ready; `Unknown` when its kubelet is silent */
  ready: string;
  reason?: string;
  message?: string;
  /** ISO time since when `ready` holds */
  since?: string;
  unschedulable: boolean;
  taints: string[];
}

/** A route from outside. It does not explain the state of workloads; other plugins receive it. */
export interface RouteRecord extends RelatedBase {
  kind: 'Ingress' | 'HTTPRoute';
  /** Names of the Services in its namespace that it sends requests to */
  services: string[];
  /** Its http(s) URLs */
  addresses: string[];
  /** URL of its OpenAPI document */
  openapi?: string;
}

/**
 * Objects that explain the state of workloads. Without one of these kinds,
 * explanations are missing, but the state is known.
 */
export type RelatedRecord =
  | EventRecord
  | ServiceRecord
  | EndpointSliceRecord
  | PvcRecord
  | AutoscalerRecord
  | DisruptionBudgetRecord
  | QuotaRecord
  | NodeRecord
  | RouteRecord;
