import { z } from 'zod';
import { versionSchema } from './version';

/**
 * State of a run. A `suspended` run starts or continues when a user resumes it.
 *
 * @public
 */
export const jobRunStateSchema = z.enum([
  'running',
  'succeeded',
  'failed',
  'suspended',
]);

/** State of a run; see {@link jobRunStateSchema}. @public */
export type JobRunState = z.infer<typeof jobRunStateSchema>;

/** One Kubernetes Job. @public */
export const jobRunSchema = z.object({
  /** UID of the Job */
  uid: z.string(),
  /** Name of the Job */
  name: z.string(),
  state: jobRunStateSchema,
  /** ISO time of the start; time of the Job's creation if it has not started */
  startedAt: z.string(),
  /** ISO time at which it succeeded or failed */
  endedAt: z.string().optional(),
  /** Seconds from start to end */
  durationSeconds: z.number().optional(),
  /** Number of failed pods; the Job replaces each until its backoff limit */
  failedPods: z.number().int(),
  /** Reason of a failure or suspension, as Kubernetes reports it: `BackoffLimitExceeded`, `DeadlineExceeded`... */
  reason: z.string().optional(),
  /** Kubernetes' message for the reason */
  message: z.string().optional(),
  /** Name of the queue of Kueue that holds a suspended run until it has quota */
  queue: z.string().optional(),
});

/** One Kubernetes Job. @public */
export type JobRun = z.infer<typeof jobRunSchema>;

/** A CronJob with its last runs, or a standalone Job, which has one run. @public */
export const jobSeriesSchema = z.object({
  uid: z.string(),
  kind: z.enum(['CronJob', 'Job']),
  name: z.string(),
  /** Schedule of a CronJob in cron syntax; absent for a Job */
  schedule: z.string().optional(),
  /** IANA name of the schedule's time zone; without it, the controller's time zone applies, usually UTC */
  timeZone: z.string().optional(),
  /** Whether the CronJob or Job is suspended and starts no runs */
  suspended: z.boolean(),
  /** ISO time of the next run; absent while suspended, or if it cannot be computed from the schedule */
  nextRunAt: z.string().optional(),
  /** ISO time of the last success, even if Kubernetes has deleted that run */
  lastSuccessAt: z.string().optional(),
  images: z.array(z.string()),
  version: versionSchema.optional(),
  /** Full hash of the commit, from the annotation */
  commit: z.string().optional(),
  /** http(s) URL of the repository, from the annotation */
  source: z.string().optional(),
  /** Runs, newest first, at most ten; Kubernetes itself keeps only a few */
  runs: z.array(jobRunSchema),
});

/** A CronJob with its last runs, or a standalone Job, which has one run. @public */
export type JobSeries = z.infer<typeof jobSeriesSchema>;

/** Returns the newest run of a series that has succeeded or failed. @public */
export function lastEndedRun(series: JobSeries): JobRun | undefined {
  return series.runs.find(
    ({ state }) => state === 'succeeded' || state === 'failed',
  );
}
