import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  Pipeline,
  Run,
  RunDetail,
  ServicePipelines,
  Stage,
} from '@fairway/backstage-plugin-delivery-common';
import type { DeliveryClient } from './DeliveryClient';
import { retryWhileUnavailable, waitFor } from './waiting';
import type { Tell } from './waiting';

/** Whose run is followed, as whom, and how long. */
export interface FollowedRun {
  entityRef: string;
  credentials: BackstageCredentials;
  seconds: number;
  signal?: AbortSignal;
}

/** A run that has begun. */
export interface StartedRun {
  pipeline: Pipeline;
  run: Run;
  /** Of its job's page in the CI server */
  jobUrl: string | undefined;
}

/**
 * Waits until a service has a run: the newest, of its default branch if it has one.
 *
 * @throws Error with what was seen last when time is up
 */
export async function startedRun(
  delivery: Pick<DeliveryClient, 'pipelines'>,
  { entityRef, credentials, seconds, signal }: FollowedRun,
  tell: Tell,
): Promise<StartedRun> {
  let told = '';
  const read = retryWhileUnavailable(
    () => delivery.pipelines(entityRef, credentials, signal),
    tell,
  );
  return waitFor(
    async () => {
      const all = await read();
      if (!all) return undefined;
      const newest = newestRun(all);
      const now = newest ? told : describe(all);
      if (now !== told) tell(now);
      told = now;
      return newest;
    },
    {
      ...{ seconds, signal },
      tooLate: () =>
        `No run of ${entityRef} has begun within ${seconds} s: ${told}. The job is there: see what it says of its last scan, and try this task again`,
    },
  );
}

/**
 * Tells what becomes of each stage of a run, until it has ended or waits for a person.
 *
 * @throws Error for one that did not go through, with why, or when time is up
 */
export async function finishedRun(
  delivery: Pick<DeliveryClient, 'run'>,
  { entityRef, id, credentials, seconds, signal }: FollowedRun & { id: string },
  tell: Tell,
): Promise<void> {
  const told = new Set<string>();
  let name = id;
  const read = retryWhileUnavailable(
    () => delivery.run(entityRef, id, credentials, signal),
    tell,
  );
  await waitFor(
    async () => {
      const run = await read();
      if (!run) return undefined;
      ({ name } = run);
      for (const stage of (run.stages ?? []).filter(isOver)) {
        if (told.has(stage.id)) continue;
        told.add(stage.id);
        tell(stageLine(stage));
      }
      const { status } = run;
      if (status.state === 'running') return undefined;
      if (status.state === 'waiting') {
        tell(`Run ${name} waits for an answer: ${status.message}`);
      } else if (['succeeded', 'unstable'].includes(status.result)) {
        tell(`Run ${name} has ended: ${status.result}`);
      } else throw new Error(failureOf(run));
      return status;
    },
    {
      ...{ seconds, signal },
      tooLate: () =>
        `Run ${name} of ${entityRef} goes on, and time is up: follow it on its page, and try this task again once it has ended`,
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
  const problems = [problem, ...sources.map(({ sync }) => sync.message)];
  const lines = sources.flatMap(({ pipelines }) => pipelines.map(describeOne));
  return (
    [...problems, ...lines].filter(Boolean).join('; ') ||
    'It looks for branches'
  );
}

function describeOne({ name, queued }: Pipeline): string {
  return queued
    ? `A run of ${name} is in the queue${queued.reason ? `: ${queued.reason}` : ''}`
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
  const where = failure?.stageName
    ? ` in the stage '${failure.stageName}'`
    : '';
  const why = failure?.error ?? failure?.lastLines.at(-1);
  return `Run ${name} has ended as ${result}${where}${why ? `: ${why.replace(/[.?!]$/, '')}` : ''}. Mend that${url ? ` (${url})` : ''}; once a run goes through, try this task again`;
}
