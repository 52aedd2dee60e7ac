import type { SeriesRecord } from './jobRecords';
import { projectCronJob, projectJob } from './jobs';

/** A kind of object that is watched for the jobs of services. */
export interface JobKind {
  /** As in its records */
  kind: SeriesRecord['kind'];
  /** Plural, as permissions and people name it */
  resource: string;
  /** To list and watch it in all namespaces */
  path: string;
  /**
   * From an API object to the record that is kept of it.
   * @throws ZodError when the object does not look like its kind
   */
  project(object: unknown): SeriesRecord;
}

/** Jobs and what makes them; a cluster that keeps one from us loses it alone. */
export const jobKinds: JobKind[] = [
  {
    kind: 'CronJob',
    resource: 'cronjobs',
    path: '/apis/batch/v1/cronjobs',
    project: projectCronJob,
  },
  {
    kind: 'Job',
    resource: 'jobs',
    path: '/apis/batch/v1/jobs',
    project: projectJob,
  },
];
