import type { JobRunState } from '@fairway/backstage-plugin-delivery-common';
import type { TemplateRecord } from './records';

interface JobRecordBase {
  uid: string;
  name: string;
  namespace: string;
  labels: Record<string, string>;
  /** Ref of the entity that `fairway.dev/entity` names */
  entity?: string;
  /** ISO time */
  createdAt: string;
  template: TemplateRecord;
}

/** A piece of work that ends. */
export interface JobRecord extends JobRecordBase {
  kind: 'Job';
  /** Uid of the CronJob that made it */
  cronJobUid?: string;
  state: JobRunState;
  /** ISO time */
  startedAt?: string;
  /** ISO time at which it succeeded or failed */
  endedAt?: string;
  /** Pods that failed */
  failed: number;
  /** Of the condition that says why it failed or is held */
  reason?: string;
  /** Of the same, without credentials */
  message?: string;
}

/** What makes Jobs by a schedule. */
export interface CronJobRecord extends JobRecordBase {
  kind: 'CronJob';
  schedule: string;
  timeZone?: string;
  suspended: boolean;
  /** ISO time */
  lastSuccessAt?: string;
}

/** What belongs to a service by itself: a CronJob, or a Job that none made. */
export type SeriesRecord = CronJobRecord | JobRecord;
