import { projectCronJob } from '../projection/jobs';
import type { CronJobRecord } from '../projection/jobRecords';
import type { WatchedKind } from './WatchedKind';
import { claimIndexes } from './workloadIndexes';

export const cronJobKind: WatchedKind<CronJobRecord> = {
  kind: 'CronJob',
  resource: 'cronjobs',
  path: '/apis/batch/v1/cronjobs',
  project: projectCronJob,
  indexBy: claimIndexes,
};
