import type { CodedMessage } from '@fairway/backstage-plugin-delivery-common';
import type { EngineObject } from '@fairway/backstage-plugin-delivery-node';
import type { JobRecord, SeriesRecord } from './projection/jobRecords';
import type {
  PodRecord,
  RevisionRecord,
  WorkloadRecord,
} from './projection/records';
import type {
  AutoscalerRecord,
  DisruptionBudgetRecord,
  EventRecord,
  NodeRecord,
  PvcRecord,
  QuotaRecord,
  ServiceRecord,
} from './projection/relatedRecords';

/** A workload with the objects that it owns. */
export interface WorkloadTree {
  workload: WorkloadRecord;
  revisions: RevisionRecord[];
  pods: PodRecord[];
}

/** A Service with the numbers of its endpoints. */
export interface ServiceEndpoints {
  service: ServiceRecord;
  ready: number;
  notReady: number;
  /** Number of terminating endpoints that still serve, if no other does */
  draining: number;
}

/** Objects that explain the state of a workload. */
export interface RelatedObjects {
  /** Events about the workload, what it owns and its claims */
  events: EventRecord[];
  /** Services of the workload; empty while their endpoints are unknown */
  services: ServiceEndpoints[];
  claims: PvcRecord[];
  autoscalers: AutoscalerRecord[];
  budgets: DisruptionBudgetRecord[];
  quotas: QuotaRecord[];
  /** Nodes that its pods run on */
  nodes: NodeRecord[];
}

/** A workload with everything that the cache has about it. */
export interface WorkloadSnapshot extends WorkloadTree {
  relatedObjects: RelatedObjects;
  /**
   * Objects of its namespace that the rollout engines of modules read; empty for
   * a workload of Kubernetes' own controllers
   */
  engineContext: EngineObject[];
}

/** A CronJob with its Jobs, or a Job that no CronJob created, which is its own only run. */
export interface JobHistory {
  series: SeriesRecord;
  runs: JobRecord[];
}

/** A kind that cannot be read now. */
export interface UnavailableKind {
  /** Plural name, as permissions have it */
  resource: string;
  /** Why it cannot be read */
  problem: CodedMessage;
}

/** A change in the cache of a cluster. */
export type CacheChange =
  /** A workload, or something that belongs to it; reported as it was and as it is, where known */
  | { type: 'workload'; workload: WorkloadRecord }
  /** A series of jobs; reported as it was and as it is */
  | { type: 'jobs'; series: SeriesRecord }
  /** Anything may have changed */
  | { type: 'all' };
