import type {
  JobRun,
  JobSeries,
} from '@fairway/backstage-plugin-delivery-common';
import type { CronJobRecord, JobHistory, JobRecord } from '../../kubernetes';
import { softwareOf } from './software';

const SHOWN_RUNS = 10;

/** ISO time of the next run of a schedule; undefined if it is unknown. */
export type NextRun = (
  schedule: string,
  timeZone: string | undefined,
) => string | undefined;

/** Builds the jobs of a service in one namespace, sorted by name; pure. */
export function buildJobs(trees: JobHistory[], nextRun: NextRun): JobSeries[] {
  return trees
    .map(tree => buildSeries(tree, nextRun))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function buildSeries(
  { series, runs }: JobHistory,
  nextRun: NextRun,
): JobSeries {
  const { template } = series;
  return {
    uid: series.uid,
    kind: series.kind,
    name: series.name,
    ...(series.kind === 'CronJob'
      ? scheduleOf(series, nextRun)
      : { suspended: series.state === 'suspended' }),
    images: template.images,
    ...softwareOf(
      template,
      runs.map(run => run.template),
    ),
    runs: runs
      .map(buildRun)
      .sort((a, b) => (newnessOf(a) > newnessOf(b) ? -1 : 1))
      .slice(0, SHOWN_RUNS),
  };
}

function scheduleOf(
  { schedule, timeZone, suspended, lastSuccessAt }: CronJobRecord,
  nextRun: NextRun,
) {
  return {
    schedule,
    timeZone,
    suspended,
    nextRunAt: suspended ? undefined : nextRun(schedule, timeZone),
    lastSuccessAt,
  };
}

function buildRun(job: JobRecord): JobRun {
  const startedAt = job.startedAt ?? job.createdAt;
  const { endedAt } = job;
  return {
    uid: job.uid,
    name: job.name,
    state: job.state,
    startedAt,
    endedAt,
    durationSeconds:
      endedAt === undefined
        ? undefined
        : (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000,
    failedPods: job.failed,
    reason: job.reason,
    message: job.message,
    ...(job.queue !== undefined && { queue: job.queue }),
  };
}

function newnessOf({ startedAt, name }: JobRun): string {
  return `${startedAt} ${name}`;
}

function orderOf({ name, kind, uid }: JobSeries): string {
  return `${name} ${kind} ${uid}`;
}
