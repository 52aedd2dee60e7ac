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

/** Workload with its environment. */
export interface DeployedWorkload {
  key: string;
  environment: Environment;
  workload: Workload;
}

/** Job whose last run failed, with its environment. */
export interface FailedJobRun {
  key: string;
  environment: Environment;
  series: JobSeries;
  run: JobRun;
}

/** Summary of a delivery. Each list has production first. */
export interface DeliverySummary {
  /** Degraded, or with unknown health */
  unhealthy: DeployedWorkload[];
  failedRuns: FailedJobRun[];
  /** Environments whose cluster cannot be read now */
  unavailable: Environment[];
  /** Rolling out, or suspended */
  inProgress: DeployedWorkload[];
  /** Environments that are not read yet */
  syncing: Environment[];
  /** Names of the synced environments that the service runs in */
  deployed: string[];
  /** Worst health; undefined where the service runs in no visible environment */
  status: HealthStatus | undefined;
}

const UNHEALTHY: HealthStatus[] = ['degraded', 'unknown'];
const IN_PROGRESS: HealthStatus[] = ['progressing', 'suspended'];

/** Summarizes a delivery. */
export function summarizeDelivery({ environments }: Delivery): DeliverySummary {
  const productionFirst = [...environments]
    .reverse()
    .sort((a, b) => Number(b.production) - Number(a.production));
  const deployedWorkloads = productionFirst.flatMap(environment =>
    environment.workloads.map(workload => ({
      key: `${environmentKey(environment)}/${workload.uid}`,
      environment,
      workload,
    })),
  );
  const withHealth = (states: HealthStatus[]) =>
    states.flatMap(state =>
      deployedWorkloads.filter(
        ({ workload }) => workload.health.status === state,
      ),
    );
  const unavailable = productionFirst.filter(({ sync }) =>
    ['stale', 'failed'].includes(sync.state),
  );
  const statuses = deployedWorkloads.map(
    ({ workload }) => workload.health.status,
  );
  const failedRuns = productionFirst.flatMap(environment =>
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
  if (unavailable.length) statuses.push('unknown');
  return {
    unhealthy: withHealth(UNHEALTHY),
    failedRuns,
    unavailable,
    inProgress: withHealth(IN_PROGRESS),
    syncing: productionFirst.filter(({ sync }) => sync.state === 'syncing'),
    deployed: environments
      .filter(
        ({ sync, workloads, jobs }) =>
          sync.state === 'synced' && (workloads[0] || jobs[0]),
      )
      .map(({ name }) => name),
    status: worstHealth(statuses.map(status => ({ status })))?.status,
  };
}
