import type {
  Clock,
  PendingInput,
  Stage,
} from '@fairway/backstage-plugin-delivery-common';
import type { LocatedJob } from '../extensions/PipelineProviders';
import { containsJob } from '../ownership';
import type { OwnershipResolver } from '../ownership';
import type { ServiceWithJobs } from '../services';
import type { JobPollers } from './JobPollers';
import { runId } from './pipelineIds';
import type { PipelineStore, RunRecord, UnfinishedRun } from './PipelineStore';

/** How long after a read the runs of all services are kept up to date. */
const WATCHED_MS = 3 * 60_000;

/** A run that waits for an input. */
export interface WaitingRun {
  runId: string;
  /** Display name of the run */
  name: string;
  /** Display name of the branch, tag or job */
  pipeline: string;
  /** ISO time at which it began to wait */
  since: string;
  /** Pending inputs, at least one */
  inputs: PendingInput[];
}

/**
 * Reads the runs that wait for an input from the database. It does not read the CI
 * servers: the pollers keep the runs up to date while there are callers.
 */
export class WaitingRunReader {
  readonly #options: Parameters<typeof WaitingRunReader.create>[0];
  #readAt = -Infinity;

  static create(options: {
    store: Pick<PipelineStore, 'unfinishedRuns'>;
    pollers: Pick<JobPollers, 'of'>;
    ownership: Pick<OwnershipResolver, 'knownViewableJobs'>;
    clock: Pick<Clock, 'now'>;
  }): WaitingRunReader {
    return new WaitingRunReader(options);
  }

  private constructor(options: Parameters<typeof WaitingRunReader.create>[0]) {
    this.#options = options;
  }

  /** Whether waiting runs have been read in the last minutes. */
  get isWatched(): boolean {
    return this.#options.clock.now() - this.#readAt < WATCHED_MS;
  }

  /**
   * Known runs of services that wait for an input, by entity ref. A service gets only
   * runs of jobs that it may show; services without such a run are left out.
   */
  async read(services: ServiceWithJobs[]): Promise<Map<string, WaitingRun[]>> {
    const { store, ownership, clock } = this.#options;
    this.#readAt = clock.now();
    const unfinished = await store.unfinishedRuns();
    const waiting = unfinished.filter(
      ({ run }) => run.status.state === 'waiting',
    );
    const found = new Map<string, WaitingRun[]>();
    for (const { query, entity, jobs } of services) {
      const namesJob = ({ pipeline }: UnfinishedRun) =>
        jobs.some(job => isIn(pipeline, job.provider, job));
      if (!waiting.some(namesJob)) continue;
      const viewable = await ownership.knownViewableJobs(entity);
      const runs = await Promise.all(
        viewable.map(located => this.#runsOf(located, waiting)),
      );
      if (runs.flat().length) found.set(query.entityRef, runs.flat());
    }
    return found;
  }

  async #runsOf(
    located: LocatedJob,
    waiting: UnfinishedRun[],
  ): Promise<WaitingRun[]> {
    const { provider, job } = located;
    const candidates = waiting.filter(({ pipeline }) =>
      isIn(pipeline, provider.name, job),
    );
    if (!candidates.length) return [];
    const poller = this.#options.pollers.of(located);
    await poller.restore();
    // A branch that the server no longer lists cannot be approved any more.
    const { pipelines } = poller.state();
    return candidates.flatMap(({ pipelineId, run }) => {
      const pipeline = pipelines.get(pipelineId);
      return pipeline ? waitingRun(pipelineId, pipeline.listed.name, run) : [];
    });
  }
}

function isIn(
  { provider, server, fullName }: UnfinishedRun['pipeline'],
  providerName: string,
  job: LocatedJob['job'],
): boolean {
  return (
    provider === providerName && containsJob(job, { server, job: fullName })
  );
}

function waitingRun(
  pipelineId: string,
  pipeline: string,
  { number, name, status, stages = [], startedAt }: RunRecord,
): WaitingRun[] {
  if (status.state !== 'waiting') return [];
  const { message, inputs = [] } = status;
  return [
    {
      runId: runId(pipelineId, number),
      name,
      pipeline,
      since: pausedSince(stages) ?? startedAt,
      inputs: inputs.length ? inputs : [{ message }],
    },
  ];
}

/** ISO time at which the innermost waiting stage paused, or else started. */
function pausedSince(stages: Stage[]): string | undefined {
  const stage = stages.find(isWaiting);
  if (!stage) return undefined;
  const { startedAt, durationMs, pausedMs, children } = stage;
  const inner = pausedSince(children);
  if (inner !== undefined || startedAt === undefined) return inner;
  if (durationMs === undefined || pausedMs === undefined) return startedAt;
  const ranMs = Math.max(0, durationMs - pausedMs);
  return new Date(Date.parse(startedAt) + ranMs).toISOString();
}

function isWaiting({ status, children }: Stage): boolean {
  return status === 'waiting' || children.some(isWaiting);
}
