import type { Autoscaler } from '@fairway/backstage-plugin-delivery-common';
import type { ConditionRecord } from './records';

interface RelatedBase {
  uid: string;
  name: string;
  namespace: string;
}

/** What Kubernetes said of an object, once or again and again. */
export interface EventRecord extends RelatedBase {
  kind: 'Event';
  /** The object that it is about; a container of it as `spec.containers{name}` */
  about: { kind: string; name: string; uid?: string; fieldPath?: string };
  type: string;
  reason: string;
  /** Its beginning, without credentials */
  message: string;
  count: number;
  /** ISO times */
  firstAt: string;
  lastAt: string;
  /** The component that said it: `kubelet`, `default-scheduler`... */
  source?: string;
}

export interface ServiceRecord extends RelatedBase {
  kind: 'Service';
  /** None where somebody else keeps its endpoints */
  selector?: Record<string, string>;
  createdAt: string;
}

/** Numbers of a Service's endpoints; a Service may have several slices. */
export interface EndpointSliceRecord extends RelatedBase {
  kind: 'EndpointSlice';
  service: string;
  ready: number;
  notReady: number;
}

export interface PvcRecord extends RelatedBase {
  kind: 'PersistentVolumeClaim';
  phase: string;
  storageClass?: string;
  requested?: string;
  createdAt: string;
}

export interface AutoscalerRecord extends RelatedBase {
  kind: 'HorizontalPodAutoscaler';
  target: { kind: string; name: string };
  min: number;
  max: number;
  current: number;
  desired: number;
  /** ISO time at which it last changed their number */
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
  selector: LabelSelectorRecord;
  /** As somebody wrote it: `minAvailable: 2` */
  rule: string;
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
  /** Of the condition Ready; Unknown when its kubelet went silent */
  ready: string;
  reason?: string;
  message?: string;
  /** ISO time since when `ready` holds */
  since?: string;
  unschedulable: boolean;
  taints: string[];
}

/** A way in from outside. It explains nothing; other plugins are told of it. */
export interface RouteRecord extends RelatedBase {
  kind: 'Ingress' | 'HTTPRoute';
  /** Names of the Services of its namespace that it leads to */
  services: string[];
  /** http(s) addresses by which it is reached */
  addresses: string[];
  /** Address of its OpenAPI document */
  openapi?: string;
}

/**
 * What isRelated workloads and can explain how they are. A cluster that keeps
 * one of these kinds from us costs the explanations, never the state.
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
