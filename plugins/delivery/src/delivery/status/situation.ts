import {
  environmentKey,
  lastEndedRun,
  worstHealth,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  HealthStatus,
  JobRun,
  JobSeries,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';

/** A workload with where it runs. */
export interface Finding {
  key: string;
  environment: Environment;
  workload: Workload;
}

/** A series of jobs whose last run failed, with where it runs. */
export interface FailedRun {
  key: string;
  environment: Environment;
  series: JobSeries;
  run: JobRun;
}

/** What somebody who opens the page must know first; production comes first. */
export interface Situation {
  wrong: Finding[];
  failedRuns: FailedRun[];
  /** What their clusters say now is not known */
  unread: Environment[];
  moving: Finding[];
  /** Not read yet */
  syncing: Environment[];
  /** Names of the environments that are read and where the service runs */
  deployed: string[];
  /** All of it in one word; undefined when the service runs nowhere we see */
  status: HealthStatus | undefined;
}

const WRONG: HealthStatus[] = ['degraded', 'unknown'];
const MOVING: HealthStatus[] = ['progressing', 'suspended'];

/** Sums a delivery up; pure. */
export function situationOf({ environments }: Delivery): Situation {
  const mostImportantFirst = [...environments]
    .reverse()
    .sort((a, b) => Number(b.production) - Number(a.production));
  const findings = mostImportantFirst.flatMap(environment =>
    environment.workloads.map(workload => ({
      key: `${environmentKey(environment)}/${workload.uid}`,
      environment,
      workload,
    })),
  );
  const inState = (states: HealthStatus[]) =>
    states.flatMap(state =>
      findings.filter(({ workload }) => workload.health.status === state),
    );
  const unread = mostImportantFirst.filter(({ sync }) =>
    ['stale', 'failed'].includes(sync.state),
  );
  const statuses = findings.map(({ workload }) => workload.health.status);
  const failedRuns = mostImportantFirst.flatMap(environment =>
    environment.jobs.flatMap(series => {
      const run = lastEndedRun(series);
      if (run?.state !== 'failed') return [];
      const key = `${environmentKey(environment)}/${series.uid}`;
      return { key, environment, series, run };
    }),
  );
  if (failedRuns.length) statuses.push('degraded');
  else if (environments.some(({ jobs }) => jobs.length)) {
    statuses.push('healthy');
  }
  if (unread.length) statuses.push('unknown');
  return {
    wrong: inState(WRONG),
    failedRuns,
    unread,
    moving: inState(MOVING),
    syncing: mostImportantFirst.filter(({ sync }) => sync.state === 'syncing'),
    deployed: environments
      .filter(
        ({ sync, workloads, jobs }) =>
          sync.state === 'synced' && (workloads[0] || jobs[0]),
      )
      .map(({ name }) => name),
    status: worstHealth(statuses.map(status => ({ status })))?.status,
  };
}
