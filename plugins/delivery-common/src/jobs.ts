import { z } from 'zod';
import { versionSchema } from './version';

/**
 * What a run is at. `suspended`: somebody holds it; it goes on or begins when
 * they let go.
 * @public
 */
export const jobRunStateSchema = z.enum([
  'running',
  'succeeded',
  'failed',
  'suspended',
]);

/** What a run is at; see {@link jobRunStateSchema}. @public */
export type JobRunState = z.infer<typeof jobRunStateSchema>;

/** One Job: a piece of work that ends. @public */
export const jobRunSchema = z.object({
  /** Of the Job */
  uid: z.string(),
  /** Of the Job */
  name: z.string(),
  state: jobRunStateSchema,
  /** ISO time; of the Job's creation where it has not begun */
  startedAt: z.string(),
  /** ISO time at which it succeeded or failed */
  endedAt: z.string().optional(),
  /** From start to end */
  durationSeconds: z.number().optional(),
  /** Pods that failed, each followed by another until the Job gives up */
  failedPods: z.number().int(),
  /** Kubernetes' own word for why it failed or is held: `BackoffLimitExceeded`, `DeadlineExceeded`... */
  reason: z.string().optional(),
  /** What came with the reason */
  message: z.string().optional(),
});

/** One Job: a piece of work that ends. @public */
export type JobRun = z.infer<typeof jobRunSchema>;

/** A CronJob with its last runs, or a Job of its own, which is one run. @public */
export const jobSeriesSchema = z.object({
  uid: z.string(),
  kind: z.enum(['CronJob', 'Job']),
  name: z.string(),
  /** In cron's syntax, as somebody wrote it; a CronJob's only */
  schedule: z.string().optional(),
  /** IANA name that the schedule is meant in; without it, the controller's own, mostly UTC */
  timeZone: z.string().optional(),
  /** Whether somebody holds it: no new runs */
  suspended: z.boolean(),
  /** ISO time; none while it is suspended, or where the schedule cannot be foretold */
  nextRunAt: z.string().optional(),
  /** ISO time at which a run last succeeded, whether Kubernetes still has that run or not */
  lastSuccessAt: z.string().optional(),
  images: z.array(z.string()),
  version: versionSchema.optional(),
  /** The full hash, as the annotation has it */
  commit: z.string().optional(),
  /** http(s) address of the repository, where the annotation has one */
  source: z.string().optional(),
  /** Newest first, at most ten; Kubernetes itself keeps few */
  runs: z.array(jobRunSchema),
});

/** A CronJob with its last runs, or a Job of its own, which is one run. @public */
export type JobSeries = z.infer<typeof jobSeriesSchema>;

/** How a series went last: its newest run that has ended. @public */
export function lastEndedRun(series: JobSeries): JobRun | undefined {
  return series.runs.find(
    ({ state }) => state === 'succeeded' || state === 'failed',
  );
}
