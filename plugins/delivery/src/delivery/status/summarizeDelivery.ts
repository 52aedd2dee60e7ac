import {
  environmentKey,
  lastDefaultRun,
  lastEndedRun,
  runOutcome,
  worstFinding,
} from '@fairway/backstage-plugin-delivery-common';
import type {
  Delivery,
  Environment,
  Finding,
  HealthStatus,
  JobRun,
  JobSeries,
  PipelineSource,
  Run,
  Workload,
} from '@fairway/backstage-plugin-delivery-common';

/** Workload with its environment. */
export interface DeployedWorkload {
  key: string;
  environment: Environment;
  workload: Workload;
}

/** Workload that works, with a finding that may change that. */
export interface WarnedWorkload extends DeployedWorkload {
  finding: Finding;
}

/** Job whose last run failed, with its environment. */
export interface FailedJobRun {
  key: string;
  environment: Environment;
  series: JobSeries;
  run: JobRun;
}

/** Severity of the summary: a health, or `warning` where all is healthy but something may change that. */
type SummaryStatus = HealthStatus | 'warning';

const worstFirst: SummaryStatus[] = [
  'degraded',
  'warning',
  'unknown',
  'suspended',
  'progressing',
  'healthy',
];

/** Pipelines of a service, as far as the page has read them. */
export interface ReadPipelines {
  /** `read` also where the viewer may not see them */
  state: 'loading' | 'failed' | 'read';
  sources: PipelineSource[];
}

/** Summary of a delivery and its pipelines. Each list has production first. */
export interface DeliverySummary {
  /** Degraded, or with unknown health */
  unhealthy: DeployedWorkload[];
  failedRuns: FailedJobRun[];
  /** Workloads with a critical finding or a warning that are not in `unhealthy` */
  warned: WarnedWorkload[];
  /** Runs of any branch that wait for approval */
  waitingRuns: Run[];
  /** The last run of the default branch, if it failed */
  failedRun: Run | undefined;
  /** Environments whose cluster cannot be read now */
  unavailable: Environment[];
  /** Environments of which some kinds of objects cannot be read */
  incomplete: Environment[];
  /** Jobs of CI servers that cannot be read now */
  unavailableSources: PipelineSource[];
  /** Whether the pipelines are not read yet, or cannot be read */
  pipelines: ReadPipelines['state'];
  /** Rolling out, or suspended */
  inProgress: DeployedWorkload[];
  /** Environments that are not read yet */
  syncing: Environment[];
  /** Names of the synced environments that the service runs in */
  deployed: string[];
  /** Worst status; undefined where the service runs in no visible environment */
  status: SummaryStatus | undefined;
}

const UNHEALTHY: HealthStatus[] = ['degraded', 'unknown'];
const IN_PROGRESS: HealthStatus[] = ['suspended', 'progressing'];

/** Summarizes a delivery and its pipelines. */
export function summarizeDelivery(
  { environments }: Delivery,
  { state: pipelines, sources }: ReadPipelines,
): DeliverySummary {
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
  const failedRuns = productionFirst.flatMap(failedJobRuns);
  const lastRun = lastDefaultRun({ sources });
  const lists = {
    unhealthy: withHealth(UNHEALTHY),
    failedRuns,
    warned: deployedWorkloads.flatMap(warningOf),
    waitingRuns: sources
      .flatMap(source => source.pipelines)
      .flatMap(({ runs }) => runs)
      .filter(({ status }) => status.state === 'waiting'),
    failedRun: lastRun && isFailed(lastRun) ? lastRun : undefined,
    unavailable: productionFirst.filter(({ sync }) =>
      ['stale', 'failed'].includes(sync.state),
    ),
    incomplete: productionFirst.filter(
      ({ unavailableKinds }) => unavailableKinds?.length,
    ),
    unavailableSources: sources.filter(({ sync }) =>
      ['stale', 'failed'].includes(sync.state),
    ),
    pipelines,
    inProgress: withHealth(IN_PROGRESS),
    syncing: productionFirst.filter(({ sync }) => sync.state === 'syncing'),
    deployed: environments
      .filter(
        ({ sync, workloads, jobs }) =>
          sync.state === 'synced' && (workloads[0] || jobs[0]),
      )
      .map(({ name }) => name),
  };
  return { ...lists, status: worstStatus(lists, environments) };
}

function worstStatus(
  lists: Omit<DeliverySummary, 'status'>,
  environments: Environment[],
): SummaryStatus | undefined {
  const statuses: SummaryStatus[] = environments
    .flatMap(({ workloads }) => workloads)
    .map(({ health }) => health.status);
  if (lists.failedRuns.length) statuses.push('degraded');
  else if (environments.some(({ jobs }) => jobs.length)) {
    statuses.push('healthy');
  }
  if (lists.warned.length || lists.failedRun) statuses.push('warning');
  const { unavailable, incomplete, unavailableSources, pipelines } = lists;
  const isIncomplete =
    pipelines === 'failed' ||
    [unavailable, incomplete, unavailableSources].some(list => list.length);
  if (isIncomplete) statuses.push('unknown');
  if (pipelines === 'loading') statuses.push('progressing');
  if (lists.waitingRuns.length) statuses.push('suspended');
  return worstFirst.find(status => statuses.includes(status));
}

function failedJobRuns(environment: Environment): FailedJobRun[] {
  return environment.jobs.flatMap(series => {
    const run = lastEndedRun(series);
    if (run?.state !== 'failed') return [];
    const key = `${environmentKey(environment)}/${series.uid}`;
    return { key, environment, series, run };
  });
}

function warningOf(deployed: DeployedWorkload): WarnedWorkload[] {
  const { health, findings } = deployed.workload;
  const finding = worstFinding(findings);
  return finding && !UNHEALTHY.includes(health.status)
    ? [{ ...deployed, finding }]
    : [];
}

function isFailed(run: Run): boolean {
  return ['failed', 'unstable', 'unknown'].includes(runOutcome(run));
}
