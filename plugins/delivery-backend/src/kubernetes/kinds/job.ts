import { projectJob } from '../projection/jobs';
import type { JobRecord } from '../projection/jobRecords';
import type { WatchedKind } from './WatchedKind';
import { claimIndexes } from './workloadIndexes';

export const jobKind: WatchedKind<JobRecord> = {
  kind: 'Job',
  resource: 'jobs',
  path: '/apis/batch/v1/jobs',
  project: projectJob,
  indexBy: {
    cronJob: ({ cronJobUid }) => cronJobUid,
    id: job => (isRun(job) ? undefined : claimIndexes.id(job)),
    entity: job => (isRun(job) ? undefined : claimIndexes.entity(job)),
  },
};

/** Whether a CronJob created the Job: it is a run of it, whatever labels it has. */
function isRun({ cronJobUid }: JobRecord): boolean {
  return cronJobUid !== undefined;
}
