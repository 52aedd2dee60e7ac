import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  Pipeline,
  Run,
  RunDetail,
  ServicePipelines,
  Stage,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryClient } from './DeliveryClient';
import { trimFullStop } from './trimFullStop';
import { retryWhileUnavailable, waitFor } from './waiting';
import type { Log } from './waiting';

/** Options for waiting for a run. */
export interface RunWaitOptions {
  /** Ref of the service */
  entityRef: string;
  credentials: BackstageCredentials;
  /** Timeout in seconds */
  seconds: number;
  signal?: AbortSignal;
}

/** A run that has started. */
export interface StartedRun {
  pipeline: Pipeline;
  run: Run;
  /** URL of the job's page on the CI server */
  jobUrl: string | undefined;
}

/**
 * Waits until a service has a run, and returns the newest run of the default branch,
 * or of all branches if there is no default branch.
 *
 * @throws Error with the last known state after the timeout
 */
export async function waitForRunStart(
  delivery: Pick<DeliveryClient, 'pipelines'>,
  { entityRef, credentials, seconds, signal }: RunWaitOptions,
  log: Log,
): Promise<StartedRun> {
  let logged = '';
  const read = retryWhileUnavailable(
    () => delivery.pipelines(entityRef, credentials, signal),
    log,
  );
  return waitFor(
    async () => {
      const all = await read();
      if (!all) return undefined;
      const newest = newestRun(all);
      const state = newest ? logged : describe(all);
      if (state !== logged) log(state);
      logged = state;
      return newest;
    },
    {
      seconds,
      signal,
      timeoutMessage: () =>
        `No run of ${entityRef} started within ${seconds} s: ${trimFullStop(logged)}. The job exists. Check the log of its last branch scan, then retry the task.`,
    },
  );
}

/**
 * Waits until a run has finished or waits for an input, and logs the result of each
 * stage.
 *
 * @throws Error with the cause if the run fails, and after the timeout
 */
export async function waitForRunEnd(
  delivery: Pick<DeliveryClient, 'run'>,
  {
    entityRef,
    id,
    credentials,
    seconds,
    signal,
  }: RunWaitOptions & { id: string },
  log: Log,
): Promise<void> {
  const logged = new Set<string>();
  let name = id;
  const read = retryWhileUnavailable(
    () => delivery.run(entityRef, id, credentials, signal),
    log,
  );
  await waitFor(
    async () => {
      const run = await read();
      if (!run) return undefined;
      ({ name } = run);
      for (const stage of (run.stages ?? []).filter(isOver)) {
        if (logged.has(stage.id)) continue;
        logged.add(stage.id);
        log(stageLine(stage));
      }
      const { status } = run;
      if (status.state === 'running') return undefined;
      if (status.state === 'waiting') {
        log(`Run ${name} waits for an input: ${status.message}`);
      } else if (['succeeded', 'unstable'].includes(status.result)) {
        log(`Run ${name} finished: ${status.result}`);
      } else throw new Error(failureOf(run));
      return status;
    },
    {
      seconds,
      signal,
      timeoutMessage: () =>
        `Run ${name} of ${entityRef} did not finish within ${seconds} s. Follow it on its page, and retry the task when it has finished.`,
    },
  );
}

function newestRun({ sources }: ServicePipelines): StartedRun | undefined {
  const all = sources.flatMap(({ url: jobUrl, pipelines }) =>
    pipelines.map(pipeline => ({ pipeline, jobUrl })),
  );
  const main = all.filter(({ pipeline }) => pipeline.isDefault);
  return (main.length ? main : all)
    .flatMap(({ pipeline, jobUrl }) =>
      pipeline.runs.slice(0, 1).map(run => ({ pipeline, run, jobUrl })),
    )
    .sort((a, b) => Date.parse(b.run.startedAt) - Date.parse(a.run.startedAt))
    .at(0);
}

function describe({ sources, problem }: ServicePipelines): string {
  const problems = [
    problem?.message,
    ...sources.map(({ sync }) => sync.problem?.message),
  ];
  const lines = sources.flatMap(({ pipelines }) => pipelines.map(describeOne));
  return (
    [...problems, ...lines].filter(Boolean).join('; ') ||
    'Scanning for branches'
  );
}

function describeOne({ name, queued }: Pipeline): string {
  return queued
    ? `A run of ${name} is queued${queued.reason ? `: ${queued.reason}` : ''}`
    : `Found ${name}`;
}

function isOver({ status }: Stage): boolean {
  return !['queued', 'running', 'waiting'].includes(status);
}

function stageLine({ name, status, durationMs = 0 }: Stage): string {
  const seconds = Math.round(durationMs / 1000);
  return `Stage ${name}: ${status}${seconds ? ` after ${seconds} s` : ''}`;
}

function failureOf({ name, status, failure, url }: RunDetail): string {
  const result = status.state === 'finished' ? status.result : status.state;
  const where = failure?.stageName ? ` in stage '${failure.stageName}'` : '';
  const why = failure?.error ?? failure?.lastLines.at(-1);
  const page = url ? ` (${url})` : '';
  return `Run ${name} finished with the result ${result}${where}${why ? `: ${why.replace(/[.?!]$/, '')}` : ''}. Correct the problem${page} and start a new run. When it has succeeded, retry the task.`;
}
