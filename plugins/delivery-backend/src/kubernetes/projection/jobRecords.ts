import type { JobRunState } from '@fairway/backstage-plugin-delivery-common';
import type { TemplateRecord } from './records';

interface JobRecordBase {
  uid: string;
  name: string;
  namespace: string;
  labels: Record<string, string>;
  /** Ref of the entity in `fairway.dev/entity` */
  entity?: string;
  /** ISO time of its creation */
  createdAt: string;
  template: TemplateRecord;
}

/** A Job. */
export interface JobRecord extends JobRecordBase {
  kind: 'Job';
  /** Uid of the CronJob that created it */
  cronJobUid?: string;
  state: JobRunState;
  /** ISO time of its start */
  startedAt?: string;
  /** ISO time at which it succeeded or failed */
  endedAt?: string;
  /** Number of pods that failed */
  failed: number;
  /** Reason of the condition that explains its failure or suspension */
  reason?: string;
  /** Message of this condition, without credentials */
  message?: string;
  /** Queue of Kueue that holds it; only while it is suspended */
  queue?: string;
}

/** A CronJob. */
export interface CronJobRecord extends JobRecordBase {
  kind: 'CronJob';
  schedule: string;
  timeZone?: string;
  suspended: boolean;
  /** ISO time of the last success */
  lastSuccessAt?: string;
}

/** A series of job runs: a CronJob, or a Job that no CronJob created. */
export type SeriesRecord = CronJobRecord | JobRecord;
